import type { AccessLayer, AccessVerdict } from '../access/access-decision';
import type { AccessOperation, AccessProtocol } from '../access/access-operation';
import type { FindingSeverity } from '../mesh-finding';

/**
 * A mesh as a picture shows it, as plain data: what there is, who may do what to whom, and where routes lead.
 *
 * Everything is in a fixed order. The end of an edge is a node, or a box that stands for each workload in it.
 */
export interface MeshGraph {
  readonly version: 1;
  /** The boxes around workloads. */
  readonly namespaces: readonly GraphNamespace[];
  /** Services with several workloads, such as several versions: boxes within a namespace. */
  readonly services: readonly GraphService[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** What VirtualServices do with requests. */
  readonly routes: readonly GraphRoute[];
  /** The objects that decide who may do what. */
  readonly objects: readonly GraphObject[];
  /** How it is to be read, and what could not be read of the manifests. */
  readonly remarks: readonly string[];
}

/** A namespace with workloads. */
export interface GraphNamespace {
  readonly id: string;
  readonly name: string;
  /** The ids of the nodes in it. */
  readonly members: readonly string[];
  /** Those of its objects that are of no workload. */
  readonly findings: readonly GraphFinding[];
}

/** A Kubernetes Service that leads to several workloads. */
export interface GraphService {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
  /** The ids of its workloads; a workload of several Services is drawn with one of them. */
  readonly members: readonly string[];
}

/** What a node of a graph is. */
export enum GraphNodeKind {
  /** A workload of the manifests. */
  WORKLOAD = 'workload',
  /** A workload at which Gateways listen, or a gateway that the platform brings. */
  GATEWAY = 'gateway',
  /** A host of a ServiceEntry, or what a Service of type ExternalName is a name for. */
  EXTERNAL = 'external',
  /** Whoever comes to a gateway. */
  CLIENTS = 'clients',
  /** A class of callers or callees, as the access table tells them: `anyone`, `addresses 10.0.0.0/8`. */
  CLASS = 'class',
}

/** One node. */
export interface GraphNode {
  readonly id: string;
  readonly kind: GraphNodeKind;
  /** In words. Within a namespace, the name alone. */
  readonly text: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Of a class: whether only NetworkPolicies tell it, by labels or addresses. @default - it is told otherwise */
  readonly peers?: 'pods' | 'addresses';
  /** The kind of the object that makes the pods. */
  readonly object?: string;
  /** As the labels of the pods tell it. */
  readonly version?: string;
  readonly serviceAccount?: string;
  /** The hosts of the Services that lead to it, or of what is external. */
  readonly hosts: readonly string[];
  /** Whether its pods have a proxy. */
  readonly proxy?: 'sidecar' | 'gateway' | 'ambient' | 'none' | 'unknown';
  /** What it listens to as a gateway. */
  readonly listeners: readonly GraphListener[];
  /** Which share of the requests for its Service it gets, where a route says so: `80 %`, `100 % of requests with …`. */
  readonly traffic: readonly string[];
  /** Delays and aborts that routes inject on the way to it. @default - none */
  readonly faults?: readonly string[];
  readonly findings: readonly GraphFinding[];
  /** Of a difference of two versions. */
  readonly change?: GraphChange;
}

/** A server of a Gateway. */
export interface GraphListener {
  /** `NAMESPACE/NAME` of the Gateway. */
  readonly gateway: string;
  readonly port: number;
  readonly protocol: string;
  /** The mode of TLS. @default - no TLS */
  readonly tls?: string;
  readonly hosts: readonly string[];
}

/** What an edge tells. */
export enum GraphEdgeKind {
  /** What all boundaries together leave open: the rows of the access table. */
  ACCESS = 'access',
  /** What a Sidecar, or the lack of one, lets the caller's own proxy know outside of the mesh. A compromised caller steps around it. */
  EGRESS = 'egress',
  /** What a gateway listens to. */
  ENTRY = 'entry',
  /** Where the routes of a gateway lead. Whether that is allowed is told by edges of access. */
  ROUTE = 'route',
  /** What is opened to a caller by name, and stopped all the same, where nothing else is possible. Only where it is asked for. */
  DENIED = 'denied',
}

/** What a newer version of manifests makes of something; what stays has no change. */
export enum GraphChange {
  ADDED = 'added',
  REMOVED = 'removed',
}

/** From whoever calls to whomever is called. */
export interface GraphEdge {
  readonly kind: GraphEdgeKind;
  readonly from: string;
  readonly to: string;
  readonly protocol: AccessProtocol;
  readonly access: readonly GraphAccess[];
  /** Of a difference of two versions. */
  readonly change?: GraphChange;
}

/** Something that may be done along an edge. */
export interface GraphAccess {
  /** Container ports in words; of edges to what is outside, its own. */
  readonly ports: string;
  readonly operations: readonly AccessOperation[];
  /** False if manifests do not tell whether it is allowed; `notes` say why. */
  readonly certain: boolean;
  /** The boundaries that hold callers to this. None of them: nothing does. */
  readonly boundaries: readonly AccessLayer[];
  readonly notes: readonly string[];
  /** Why nobody sends it, although it is allowed. @default - somebody may well */
  readonly unused?: string;
  /** What happens to one of the requests that are meant. @default - for what leaves workloads, and for what is no access */
  readonly why?: GraphWhy;
}

/** What becomes of a request, layer by layer. */
export interface GraphWhy {
  /** In words. */
  readonly request: string;
  readonly layers: readonly GraphReason[];
}

/** What one layer says, and which object decides it. */
export interface GraphReason {
  readonly layer: AccessLayer;
  readonly verdict: AccessVerdict;
  /** Whether a compromised caller cannot step around the layer. */
  readonly boundary: boolean;
  readonly reason: string;
  /** `Kind NAMESPACE/NAME`, one of the graph's `objects`. @default - no object decides */
  readonly object?: string;
  /** Where in the object: `rules[0]`. */
  readonly rule?: string;
}

/** An object that decides something, as it stands in the manifests. */
export interface GraphObject {
  /** `Kind NAMESPACE/NAME`. */
  readonly id: string;
  readonly file?: string;
  readonly line?: number;
  readonly constructPath?: string;
  readonly manifest: { readonly [key: string]: unknown };
}

/** A rule of a VirtualService. */
export interface GraphRoute {
  readonly hosts: readonly string[];
  /** For whose requests the rule is: `mesh`, or `NAMESPACE/NAME` of Gateways. */
  readonly gateways: readonly string[];
  /** `NAMESPACE/NAME` of the VirtualService. */
  readonly virtualService: string;
  /** Where in it: `http[0]`. */
  readonly rule: string;
  /** The requests that it takes, in words, each of them; none: all that earlier rules leave. */
  readonly when: readonly string[];
  readonly destinations: readonly GraphDestination[];
  readonly mirrors: readonly GraphDestination[];
  /** Delays and aborts that are injected, in words. */
  readonly faults: readonly string[];
  /** Timeouts, retries, redirects and rewrites, in words. */
  readonly changes: readonly string[];
}

/** Where requests are sent. */
export interface GraphDestination {
  readonly host: string;
  readonly port?: number;
  readonly subset?: string;
  /** 0 to 100: of what the rule takes, its part. */
  readonly percentage: number;
  /** The ids of the workloads, or of what is external; none if there are none in the manifests. */
  readonly to: readonly string[];
}

/** A mistake that has been found. */
export interface GraphFinding {
  readonly code: string;
  readonly severity: FindingSeverity;
  /** `Kind NAMESPACE/NAME`. */
  readonly object: string;
  readonly message: string;
}
