import type { CalleeConfig, CalleePort } from './callee';
import type { CallerConfig } from './caller';
import type { ConditionData } from './condition-data';
import type { HttpOperation } from './http-operation';

/** What a callee's routes make of a call. */
export interface RoutedCall {
  /** What comes to the callee; undefined where it is what was sent. */
  readonly arrives?: HttpOperation;
  /**
   * The routes of the callee in their order, each with its match as Istio writes it, and whether it leads to the callee;
   * undefined where every request gets there.
   */
  readonly ways?: readonly { readonly match: object; readonly reaches: boolean }[];
  /** Calls of the caller that follow from it. */
  readonly copies: readonly DeclaredCall[];
}

/** Tells what a callee's routes make of a call, or what is wrong with it. */
export interface CallRouter {
  route(call: DeclaredCall): RoutedCall | string;
}

/** Takes a call apart into those of which it consists, or tells what is wrong with it. */
export type CallSplitter = (call: DeclaredCall) => readonly DeclaredCall[] | string;

/** The way out of the mesh through a gateway: a call to what is outside is one to the gateway, and one of the gateway. */
export interface Passage {
  /** The gateway, and the port of its Service. */
  readonly gateway: CalleeConfig;
  readonly gatewayPort: CalleePort;
  /** What callers ask for, and the port that they name. */
  readonly service: CalleeConfig;
  readonly servicePort: CalleePort;
}

/** A declared call as plain data: one caller, one port of one callee, one thing to ask. */
export interface DeclaredCall extends Omit<RoutedCall, 'copies'> {
  readonly caller: CallerConfig;
  readonly callee: CalleeConfig;
  readonly port: CalleePort;
  /** Undefined for a connection without HTTP. */
  readonly operation?: HttpOperation;
  /** What must hold besides, all of it; undefined for nothing. */
  readonly conditions?: readonly ConditionData[];
  /** The Service and its port to which requests are sent of which these are copies; undefined where they are none. */
  readonly copyOf?: { readonly host: string; readonly port: number };
  /** The way of which this call is one half; undefined where it goes straight to the callee. */
  readonly passage?: Passage;
}
