import type { AddressBlock, CalleePort } from '../calls/callee';
import type { ConditionData } from '../calls/condition-data';
import type { MtlsMode } from '../policies/mtls-mode';

/** What tells a contract from any other file. It is no `apiVersion` and no `kind`, so that nobody takes it for a manifest. */
export const CONTRACT_FORMAT = 'cdk8s-istio/contract';

/** The version of the form in which contracts are written. Whatever a reader must know to be right raises it. */
export const CONTRACT_VERSION = 1;

/** What one app tells others of its services. */
export interface ContractDocument {
  readonly format: typeof CONTRACT_FORMAT;
  readonly version: typeof CONTRACT_VERSION;
  /** The name by which messages call it. */
  readonly name: string;
  readonly services: readonly ContractService[];
}

/** One service: where it is, who it is, and whom it admits. */
export interface ContractService {
  readonly name: string;
  readonly namespace: string;
  /** The fully qualified name of the Service. */
  readonly host: string;
  /** The names of further Services that lead to the same pods. */
  readonly otherHosts?: readonly string[];
  /** None of a service that only calls. */
  readonly ports: readonly CalleePort[];
  /** Labels of the pods that answer. */
  readonly podLabels: { readonly [label: string]: string };
  /** Where it answers, if that is not pods. */
  readonly addresses?: readonly AddressBlock[];
  /** Do machines of the mesh answer there? */
  readonly machines?: boolean;
  /** Who it is when it calls: one, or one of each version. */
  readonly identities: readonly ContractIdentity[];
  /** Has it a proxy? */
  readonly meshed: boolean;
  /** Is there a policy that looks at identities, methods and paths? */
  readonly authorizes: boolean;
  /** What its proxy accepts from callers. */
  readonly mtls?: MtlsMode;
  /** The trust domains whose identities it knows: its own, then aliases. */
  readonly trustDomains: readonly string[];
  /** What callers that live elsewhere may do. */
  readonly admits: readonly Admission[];
}

/** An identity, and the pods or addresses from which it calls. */
export interface ContractIdentity {
  readonly trustDomain: string;
  readonly serviceAccount: string;
  readonly podLabels?: { readonly [label: string]: string };
  readonly cidrs?: readonly string[];
}

/** What one caller may do at one port; of HTTP an absent part is any. */
export interface Admission {
  /** '<trust domain>/ns/<namespace>/sa/<account>'; '*' at its end stands for all that begin like it. */
  readonly principal: string;
  /** The name of the port. */
  readonly port: string;
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
  readonly hosts?: readonly string[];
  /** What must hold besides, all of it. */
  readonly conditions?: readonly ConditionData[];
}
