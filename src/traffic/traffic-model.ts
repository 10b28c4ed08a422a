import type { Conjunction } from './conjunction';
import type { CalleePort } from '../calls/callee';

/** A subset and its share of the traffic, in percent. */
export interface Share {
  readonly subset: string;
  readonly weight: number;
}

/** A place beside the service's own pods. */
export interface Target {
  readonly host: string;
  readonly subset?: string;
  /** The port of its Service; that of the request where there is none. */
  readonly port?: number;
}

/** Requests go on: to shares of versions, or to the Service as a whole. */
export interface Forward {
  readonly kind: 'forward';
  readonly shares?: readonly Share[];
}

/** The proxy answers with another address; what is left out stays as it was. */
export interface Redirect {
  readonly kind: 'redirect';
  readonly path?: string;
  readonly authority?: string;
  readonly scheme?: string;
  readonly port?: number;
  readonly code?: number;
}

/** The proxy answers by itself. */
export interface Response {
  readonly kind: 'respond';
  readonly status: number;
  readonly body?: string;
}

/** An answer of the proxy as it is declared. */
export interface Answer {
  readonly action: Redirect | Response;
  /** For messages, such as 'redirected'. */
  readonly text: string;
  readonly problems: readonly string[];
}

/** What becomes of requests that a rule takes. */
export type Action = Forward | Redirect | Response;

export interface Delay {
  readonly slot: 'delay';
  readonly milliseconds: number;
  /** 0 to 100. */
  readonly percentage: number;
}

export interface Abort {
  readonly slot: 'abort';
  readonly httpStatus?: number;
  readonly grpcStatus?: string;
  /** 0 to 100. */
  readonly percentage: number;
}

export interface Timeout {
  readonly slot: 'timeout';
  readonly milliseconds: number;
}

export interface Retries {
  readonly slot: 'retries';
  readonly attempts: number;
  readonly perTryMilliseconds?: number;
  readonly retryOn?: string;
  readonly retryRemoteLocalities?: boolean;
}

/** The path becomes another. */
export type Rewrite =
  | { readonly slot: 'rewrite'; readonly kind: 'prefix'; readonly from: string; readonly to: string }
  | { readonly slot: 'rewrite'; readonly kind: 'path'; readonly to: string }
  /** `becomes` is what comes out, as calls write paths. */
  | { readonly slot: 'rewrite'; readonly kind: 'regex'; readonly match: string; readonly rewrite: string; readonly becomes: readonly string[] };

export interface Authority {
  readonly slot: 'authority';
  readonly host: string;
}

export interface Mirror {
  readonly slot: 'mirror';
  readonly target: Target;
  /** 0 to 100. */
  readonly percentage: number;
}

export interface HeaderOperation {
  readonly slot: 'header';
  readonly side: 'request' | 'response';
  readonly operation: 'set' | 'add' | 'remove';
  readonly name: string;
  readonly value?: string;
}

export interface Cors {
  readonly slot: 'cors';
  readonly policy: object;
}

/** One thing that is done to requests on their way. */
export type Effect = Delay | Abort | Timeout | Retries | Rewrite | Authority | Mirror | HeaderOperation | Cors;

/** What an effect is for: two effects for the same exclude each other. */
export function slotOf(effect: Effect): string {
  switch (effect.slot) {
    case 'mirror': return `mirror ${effect.target.host} ${effect.target.subset ?? ''}`;
    case 'header': return `header ${effect.side} ${effect.name.toLowerCase()}`;
    default: return effect.slot;
  }
}

/** A rule that says where requests go. */
export interface RoutingRule {
  /** How it was declared, for messages. */
  readonly text: string;
  readonly match: Conjunction;
  readonly action: Action;
}

/** Where requests go that no rule takes. */
export interface DefaultRoute {
  /** How it was declared, for messages. */
  readonly text: string;
  readonly action: Forward;
}

/** What is asked of a connection. */
export interface StreamMatchData {
  readonly sourceLabels?: { readonly [label: string]: string };
  readonly sourceNamespace?: string;
  /** The name of the Service's port. */
  readonly port?: string;
}

/** A rule that says where connections without HTTP go. */
export interface StreamRule {
  /** How it was declared, for messages. */
  readonly text: string;
  readonly match: StreamMatchData;
  readonly action: Forward;
}

/** Effects on requests, wherever they go. */
export interface Feature {
  /** How it was declared, for messages. */
  readonly text: string;
  readonly when: Conjunction;
  readonly effects: readonly Effect[];
}

/** Everything that was declared of the traffic to one host, as plain data. */
export interface TrafficModel {
  readonly host: string;
  readonly ports: readonly CalleePort[];
  /** In the order of declaration. */
  readonly rules: readonly RoutingRule[];
  /** In the order of declaration. */
  readonly streamRules: readonly StreamRule[];
  /** More than one is a contradiction. */
  readonly defaults: readonly DefaultRoute[];
  /** In any order. */
  readonly features: readonly Feature[];
}
