/** What is handed to both: pods, each behind a Service of its name, and policies, as plain objects. */
export interface IstioWorld {
  readonly pods: readonly IstioPod[];
  readonly authorizationPolicies: readonly Policy<AuthorizationSpec>[];
  readonly sidecars: readonly Policy<SidecarSpec>[];
  readonly networkPolicies: readonly Policy<object>[];
}

export interface IstioPod {
  readonly namespace: string;
  /** Its name, its label `app`, and its Service's. */
  readonly app: string;
  readonly serviceAccount: string;
  readonly ports: readonly number[];
  /** The Service's ports that lead to these, and what they are declared as. */
  readonly served: readonly { readonly target: number; readonly protocol: 'http' | 'tcp' }[];
}

export interface Policy<Spec> {
  readonly namespace: string;
  readonly name: string;
  readonly spec: Spec;
}

export interface AuthorizationSpec {
  readonly selector?: { readonly matchLabels: { readonly app: string } };
  readonly action?: 'ALLOW' | 'DENY';
  readonly rules?: readonly AuthorizationRule[];
}

export interface AuthorizationRule {
  readonly from?: readonly { readonly source: Readonly<Record<string, readonly string[]>> }[];
  readonly to?: readonly { readonly operation: Readonly<Record<string, readonly string[]>> }[];
  readonly when?: readonly { readonly key: string; readonly values?: readonly string[]; readonly notValues?: readonly string[] }[];
}

export interface SidecarSpec {
  readonly workloadSelector?: { readonly labels: { readonly app: string } };
  readonly outboundTrafficPolicy?: { readonly mode: 'ALLOW_ANY' | 'REGISTRY_ONLY' };
  readonly egress?: readonly {
    readonly hosts: readonly string[];
    readonly port?: { readonly number: number; readonly protocol: string; readonly name: string };
  }[];
}

export const ROOT_NAMESPACE = 'istio-system';

/** As manifests. Mutual TLS is STRICT everywhere, and every pod has a sidecar: NCA takes both for granted. */
export function manifests({ pods, authorizationPolicies, sidecars, networkPolicies }: IstioWorld): object[] {
  const namespaces = [...new Set(pods.map(({ namespace }) => namespace))].sort();
  const policies = (apiVersion: string, kind: string, list: readonly Policy<object>[]): object[] =>
    list.map(({ namespace, name, spec }) => ({ apiVersion, kind, metadata: { namespace, name }, spec }));
  return [
    ...[...namespaces, ROOT_NAMESPACE].map((name) => ({
      apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled', 'kubernetes.io/metadata.name': name } },
    })),
    { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { namespace: ROOT_NAMESPACE, name: 'default' }, spec: { mtls: { mode: 'STRICT' } } },
    ...pods.flatMap(({ namespace, app, serviceAccount, ports, served }) => [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { namespace, name: app, labels: { app } },
        spec: { serviceAccountName: serviceAccount, containers: [{ name: 'main', image: 'none', ports: ports.map((containerPort) => ({ containerPort })) }] },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { namespace, name: app },
        spec: { selector: { app }, ports: served.map(({ target, protocol }) => ({ port: servicePort(target), targetPort: target, name: `${protocol}-${target}` })) },
      },
    ]),
    ...policies('networking.k8s.io/v1', 'NetworkPolicy', networkPolicies),
    ...policies('security.istio.io/v1', 'AuthorizationPolicy', authorizationPolicies),
    ...policies('networking.istio.io/v1', 'Sidecar', sidecars),
  ];
}

/** Services never listen on their pods' ports, so that nobody takes one for the other. */
export function servicePort(target: number): number {
  return target - 8000;
}
