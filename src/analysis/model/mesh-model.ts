import type { Problem } from '../manifest';
import type { PeerAuthentication, RequestAuthentication } from './authentication';
import type { AuthorizationPolicy } from './authorization-policies';
import type { DestinationRule } from './destination-rules';
import type { Element } from './element';
import type { Extension } from './extensions';
import type { Gateway } from './gateways';
import type { MeshConfig, PlatformGateway } from './mesh-config';
import type { Namespace } from './namespaces';
import type { Service } from './services';
import type { Sidecar } from './sidecars';
import type { VirtualService } from './virtual-services';
import type { Workload } from './workloads';

/** The elements of one kind, older ones first, all of them and by namespace. */
export class Elements<T extends Element> {
  private readonly byNamespace = new Map<string, T[]>();

  public constructor(public readonly all: readonly T[]) {
    for (const element of all) {
      const list = this.byNamespace.get(element.namespace);
      if (list === undefined) { this.byNamespace.set(element.namespace, [element]); } else { list.push(element); }
    }
  }

  public in(namespace: string): readonly T[] {
    return this.byNamespace.get(namespace) ?? [];
  }
}

/** A route of the Kubernetes Gateway API, which is not modelled: whatever it is about is unknown. */
export interface ApiRoute extends Element {
  /** The kinds, namespaces and names of what it attaches to. */
  readonly parents: readonly { readonly kind: string; readonly namespace: string; readonly name: string }[];
  readonly hosts: readonly string[];
}

/**
 * Everything that manifests say about a mesh, read once and never changed.
 */
export interface MeshModel {
  readonly meshConfig: MeshConfig;
  readonly ingressGateways: readonly PlatformGateway[];
  /** Every namespace that is declared or referred to. */
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly workloads: Elements<Workload>;
  readonly services: Elements<Service>;
  readonly gateways: Elements<Gateway>;
  readonly virtualServices: Elements<VirtualService>;
  readonly destinationRules: Elements<DestinationRule>;
  readonly sidecars: Elements<Sidecar>;
  readonly peerAuthentications: Elements<PeerAuthentication>;
  readonly requestAuthentications: Elements<RequestAuthentication>;
  readonly authorizationPolicies: Elements<AuthorizationPolicy>;
  readonly networkPolicies: Elements<Element>;
  readonly extensions: Elements<Extension>;
  readonly apiRoutes: Elements<ApiRoute>;
  /** Objects of kinds that say nothing about access. */
  readonly others: readonly Element[];
  readonly problems: readonly Problem[];
}
