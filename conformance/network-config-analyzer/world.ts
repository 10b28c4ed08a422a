/** What is handed to both: namespaces, pods and policies, as plain objects. */
export interface World {
  readonly namespaces: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[];
  readonly pods: readonly WorldPod[];
  readonly policies: readonly WorldPolicy[];
}

export interface WorldPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly address: string;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: 'TCP' | 'UDP' | 'SCTP' }[];
}

export interface WorldSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

export interface WorldPeer {
  readonly podSelector?: WorldSelector;
  readonly namespaceSelector?: WorldSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface WorldRule {
  readonly from?: readonly WorldPeer[];
  readonly to?: readonly WorldPeer[];
  readonly ports?: readonly { readonly protocol?: string; readonly port?: number | string; readonly endPort?: number }[];
}

export interface WorldPolicy {
  readonly apiVersion: 'networking.k8s.io/v1';
  readonly kind: 'NetworkPolicy';
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: {
    readonly podSelector: WorldSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly WorldRule[];
    readonly egress?: readonly WorldRule[];
  };
}

/** All pods have addresses in here, and nothing outside of the cluster has. */
export const POD_RANGE = '10.244.0.0/16';

export function podAddress(index: number): string {
  return `10.244.0.${index + 1}`;
}

/** As manifests, for NCA. */
export function manifests(world: World): unknown {
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      ...world.namespaces.map((metadata) => ({ apiVersion: 'v1', kind: 'Namespace', metadata })),
      ...world.pods.map(({ namespace, name, labels, ports }) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { namespace, name, labels },
        spec: { containers: [{ name: 'main', image: 'none', ports: ports.map(({ port, ...more }) => ({ ...more, containerPort: port })) }] },
      })),
      ...world.policies,
    ],
  };
}
