/** A label selector by equality, as plain data. */
export type PlainLabels = { readonly [label: string]: string };

/** Who calls, as plain data. */
export interface DeclaredCaller {
  /** For messages. */
  readonly name: string;
  readonly namespace: string;
  /** `<trust domain>/ns/<namespace>/sa/<account>`; `*` for the account stands for every one of the namespace. */
  readonly principal: string;
  /** Undefined for every pod of the namespace. */
  readonly podLabels?: PlainLabels;
  /** The addresses from which it comes; undefined if it is pods. */
  readonly cidrs?: readonly string[];
  /** The Gateway by which clients from outside call through it, and for which hosts; undefined if it calls on its own. */
  readonly gateway?: { readonly name: string; readonly hosts: readonly string[] };
}

/** Addresses without some of them, as a NetworkPolicy writes them. */
export interface DeclaredBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

/** What is called, as plain data. */
export interface DeclaredCallee {
  /** For messages. */
  readonly name: string;
  readonly namespace: string;
  /** The fully qualified name of the Service. */
  readonly host: string;
  /** Those of further Services that lead to the same pods. */
  readonly otherHosts?: readonly string[];
  readonly podLabels: PlainLabels;
  /** Where it answers, outside of the cluster; undefined if pods answer. */
  readonly addresses?: readonly DeclaredBlock[];
  /** Do machines of the mesh answer there, with the labels of the pods? */
  readonly machines?: boolean;
  /** Another namespace whose VirtualService is for the host. */
  readonly routedFrom?: string;
  /** Do its own containers end TLS on the port? What they make of it is taken for granted. */
  readonly endsTls?: boolean;
}

/** What may be asked of an HTTP server, in Istio's forms; an absent part is any. */
export interface DeclaredOperation {
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
  readonly hosts?: readonly string[];
}

/** A condition, in Istio's words: one of the values holds, and none of the others. */
export interface DeclaredCondition {
  readonly key: string;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}

/** A route that requests may take on their way. */
export interface DeclaredWay {
  /** A match of a VirtualService's HTTP route, without anything about the source; empty for every request. */
  readonly match: object;
  /** Does it lead to the callee? If not, requests are answered on their way, or go elsewhere. */
  readonly reaches: boolean;
}

/** A way out of the mesh by a gateway. */
export interface DeclaredPassage {
  /** The port of the gateway's pods. */
  readonly gatewayPort: number;
  /** What callers ask for, outside, and the port that they name; the namespace is that of its ServiceEntry. */
  readonly service: { readonly namespace: string; readonly host: string; readonly port: number };
}

/** One declared call. */
export interface DeclaredEdge {
  readonly caller: DeclaredCaller;
  readonly callee: DeclaredCallee;
  /** The Service's port. */
  readonly port: number;
  /** The pods' port. */
  readonly targetPort: number;
  /** What the caller asks; undefined for a connection without HTTP. */
  readonly operation?: DeclaredOperation;
  /** What comes to the callee of it; undefined where it is what was asked. */
  readonly arrives?: DeclaredOperation;
  /** The routes on the way, the first that a request meets taking it; undefined where all requests reach the callee. */
  readonly ways?: readonly DeclaredWay[];
  /** The Service and its port to which the requests are sent, of which the callee gets copies. */
  readonly copyOf?: { readonly host: string; readonly port: number };
  /** The way out of the mesh of which this is one half: to a gateway's pods, or from there on. */
  readonly passage?: DeclaredPassage;
  /** What must hold besides, all of it; undefined for nothing. */
  readonly conditions?: readonly DeclaredCondition[];
}

/** Pods of the platform or addresses, and the ports that are open for them by design. */
export interface BaselineOpening {
  /** For messages, such as 'DNS'. */
  readonly name: string;
  readonly namespace?: string;
  readonly podLabels?: PlainLabels;
  readonly cidrs?: readonly string[];
  readonly ports: readonly { readonly protocol: string; readonly port: number }[];
}

/** Who is asked whether requests to pods may pass, as plain data. Of the answer it is taken for granted that declared calls pass. */
export interface DeclaredAuthorizer {
  /** The provider's name in MeshConfig. */
  readonly provider: string;
  /** The AuthorizationPolicy that has it asked; without selector it is for every pod of its namespace. */
  readonly policy: { readonly namespace: string; readonly name: string; readonly selector?: PlainLabels };
  /** What the pods' Sidecars must import, as `namespace/host`. */
  readonly sidecarHost: string;
  /** What the network must open for the pods. */
  readonly opening: BaselineOpening;
  /** What is taken for granted, in words. */
  readonly assumption: string;
}

/** How far the declarations bind the pods of a workload or a namespace: mechanisms that are left out bound nothing. */
export interface DeclaredBounds {
  /** The construct that declares it. */
  readonly path: string;
  readonly namespace: string;
  /** The object that makes the pods; undefined for every other pod of the namespace. */
  readonly workload?: string;
  /** Labels of pods that other apps declare in the namespace, and prove. */
  readonly otherApps?: readonly PlainLabels[];
  readonly authorizationPolicy: boolean;
  readonly networkPolicy: boolean;
  readonly sidecar: boolean;
  /** Hosts that a Sidecar may import beside the callees', as `namespace/host`. */
  readonly extraSidecarHosts: readonly string[];
  /** What the platform needs, inwards and outwards. */
  readonly baseline: { readonly ingress: readonly BaselineOpening[]; readonly egress: readonly BaselineOpening[] };
  /** Who is asked about requests to the pods; undefined for nobody. */
  readonly authorizers?: readonly DeclaredAuthorizer[];
}

/** A Gateway object, as far as it says what is served. */
export interface DeclaredGateway {
  /** The construct that declares it. */
  readonly path: string;
  readonly namespace: string;
  readonly name: string;
  /** As `namespace/host`: the namespace whose VirtualServices may speak for the host. */
  readonly hosts: readonly string[];
  /** The mode of TLS; undefined without TLS. */
  readonly tls?: string;
}

/** Everything that was declared, as plain data: the proof knows no construct. */
export interface Declaration {
  readonly edges: readonly DeclaredEdge[];
  readonly gateways?: readonly DeclaredGateway[];
  readonly bounds: readonly DeclaredBounds[];
}
