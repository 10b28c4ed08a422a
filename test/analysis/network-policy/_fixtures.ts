import type { NetworkPoliciesOptions, PodPeer, ExternalPeer, Protocol, Verdict } from '../../../src/analysis/network-policy';
import { NetworkPolicies } from '../../../src/analysis/network-policy';

/** `shop/web` with the label `app: web` in a namespace without labels, and a named port. */
export function pod(title: string, more: Partial<PodPeer> = {}): PodPeer {
  const [namespace, name] = title.split('/');
  return {
    kind: 'pod',
    namespace,
    name,
    namespaceLabels: {},
    labels: { app: name },
    ports: [{ name: 'http', port: 8080 }],
    ...more,
  };
}

export function outside(address?: string, more: Partial<ExternalPeer> = {}): ExternalPeer {
  return { kind: 'external', address, ...more };
}

/** A NetworkPolicy of namespace `shop`, or of the one in `namespace/name`. */
export function policy(spec: unknown, title = 'shop/policy'): unknown {
  const [namespace, name] = title.split('/');
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace, name }, spec };
}

/** Ingress of all pods in `shop`, with these rules. */
export function ingress(...rules: unknown[]): unknown {
  return policy({ podSelector: {}, ingress: rules });
}

/** Egress of all pods in `shop`, with these rules. */
export function egress(...rules: unknown[]): unknown {
  return policy({ podSelector: {}, policyTypes: ['Egress'], egress: rules });
}

/** The verdict for web -> db, both in `shop`, on TCP 8080, unless said otherwise. */
export function verdict(policies: unknown[], question: {
  from?: PodPeer | ExternalPeer; to?: PodPeer | ExternalPeer; port?: number; protocol?: Protocol; options?: NetworkPoliciesOptions;
} = {}): Verdict {
  return new NetworkPolicies(policies, question.options)
    .decide(question.from ?? pod('shop/web'), question.to ?? pod('shop/db'), question.port ?? 8080, question.protocol).verdict;
}
