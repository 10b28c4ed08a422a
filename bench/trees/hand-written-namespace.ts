import type { Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import { object } from './hand-written-object';

/** A namespace that denies what nobody opens: five objects. */
export function namespaceObjects(chart: Chart): void {
  const name = chart.namespace!;
  new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } });
  object(chart, 'mtls', 'security.istio.io/v1', 'PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
  object(chart, 'deny-all', 'security.istio.io/v1', 'AuthorizationPolicy', 'deny-all', {});
  object(chart, 'sidecar', 'networking.istio.io/v1', 'Sidecar', 'default', {
    egress: [{ hosts: ['~/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  });
  object(chart, 'default-deny', 'networking.k8s.io/v1', 'NetworkPolicy', 'default-deny', {
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [pods('istio-system', { 'app.kubernetes.io/name': 'prometheus' })], ports: [{ port: 15020, protocol: 'TCP' }] }],
    egress: [
      { to: [pods('istio-system', { app: 'istiod' })], ports: [{ port: 15012, protocol: 'TCP' }] },
      { to: [pods('kube-system', { 'k8s-app': 'kube-dns' })], ports: [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }] },
    ],
  });
}

/** Pods of a namespace, as a NetworkPolicy names them. */
export function pods(namespace: string, labels: { readonly [label: string]: string }): object {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: labels } };
}
