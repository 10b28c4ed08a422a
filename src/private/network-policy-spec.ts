/**
 * The part of networking.k8s.io/v1 NetworkPolicy that we write. Every list is explicit: an absent `from` or `to` would
 * mean anybody, an absent `ports` any port.
 */
export interface NetworkPolicySpec {
  readonly podSelector: { readonly matchLabels?: { readonly [key: string]: string } };
  readonly policyTypes: ('Ingress' | 'Egress')[];
  readonly ingress?: NetworkPolicyIngressRule[];
  readonly egress?: NetworkPolicyEgressRule[];
}

export interface NetworkPolicyIngressRule {
  readonly from: NetworkPolicyPeer[];
  readonly ports: NetworkPolicyPort[];
}

export interface NetworkPolicyEgressRule {
  readonly to: NetworkPolicyPeer[];
  readonly ports: NetworkPolicyPort[];
}

export interface NetworkPolicyPeer {
  readonly namespaceSelector?: { readonly matchLabels: { readonly [key: string]: string } };
  readonly podSelector?: { readonly matchLabels?: { readonly [key: string]: string } };
  readonly ipBlock?: { readonly cidr: string; readonly except?: string[] };
}

export interface NetworkPolicyPort {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly port: number;
}
