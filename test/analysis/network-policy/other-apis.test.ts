import { opensBesides } from '../../../src/analysis/network-policy/other-apis';
import { ask, layer, verdict, world } from '../world';
import type { Json } from '../world';

const object = (apiVersion: string, kind: string, spec: Json, at = 'pay/x'): Json => {
  const [namespace, name] = at.split('/');
  return { apiVersion, kind, metadata: { name, namespace }, spec };
};
const policy = (spec: Json, at = 'pay/own'): Json => object('networking.k8s.io/v1', 'NetworkPolicy', spec, at);
const cilium = (spec: Json, at?: string): Json => object('cilium.io/v2', 'CiliumNetworkPolicy', spec, at);
const admin = (...actions: string[]): Json => object('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', { ingress: actions.map(action => ({ action, from: [{ namespaces: {} }] })) });
const closed = policy({ podSelector: {}, policyTypes: ['Ingress'] });
const open = policy({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }] }, 'pay/open');
const wide = { endpointSelector: {}, ingress: [{ fromEntities: ['all'] }] };

describe('What policies of other APIs open', () => {
  test.each<[string, readonly Json[], string]>([
    ['is not known where NetworkPolicies close', [closed, cilium(wide)], 'UNKNOWN'],
    ['is not known where nothing else closes, since it may close too', [cilium(wide)], 'UNKNOWN'],
    ['takes nothing away from what NetworkPolicies open', [closed, open, cilium(wide)], 'ALLOW'],
    ['is for their own namespace', [closed, cilium(wide, 'shop/x'), policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{}] }, 'shop/out')], 'DENY'],
    ['is for every namespace where they are for the cluster', [closed, admin('Allow')], 'UNKNOWN'],
    ['is nothing where they deny or pass on', [closed, admin('Deny', 'Pass')], 'DENY'],
    ['is nothing where they have no rules', [closed, cilium({ endpointSelector: {} })], 'DENY'],
    ['is nothing where they are for pods that are not isolated', [closed, object('policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', { ingress: [{ action: 'Allow' }] })], 'DENY'],
  ])('%s', (_, manifests, expected) => expect(verdict(world(...manifests), { from: 'shop/web' })).toBe(expected));

  it('says which object it is', () => {
    const decision = ask(world(closed, cilium(wide)), { from: 'shop/web' });
    expect(layer(decision, 'networkPolicy')).toBe('UNKNOWN');
    expect(decision.reason).toContain('CiliumNetworkPolicy pay/x opens connections in its own way, which is not modelled');
  });

  test.each<[string, string, Json, string | undefined]>([
    ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy', wide, 'cluster'],
    ['cilium.io/v2', 'CiliumNetworkPolicy', { ingressDeny: [{}] }, undefined],
    ['projectcalico.org/v3', 'NetworkPolicy', { ingress: [{ action: 'Allow' }] }, 'namespace'],
    ['projectcalico.org/v3', 'GlobalNetworkPolicy', { egress: [{ action: 'Pass' }] }, 'cluster'],
    ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy', { egress: [{ action: 'Deny' }] }, undefined],
    ['crd.antrea.io/v1beta1', 'ClusterNetworkPolicy', { ingress: [{ action: 'Drop' }, { action: 'Allow' }] }, 'cluster'],
    ['crd.antrea.io/v1beta1', 'NetworkPolicy', { ingress: 'x' }, 'namespace'],
    ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', { tier: 'Admin', ingress: [{ action: 'Accept' }] }, 'cluster'],
    ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', { tier: 'Baseline', ingress: [{ action: 'Accept' }] }, undefined],
    ['networking.k8s.io/v1', 'NetworkPolicy', { ingress: [{}] }, undefined],
    ['constructor/v1', 'toString', wide, undefined],
    ['cilium.io/v2', 'toString', wide, undefined],
  ])('%s %s %j', (apiVersion, kind, spec, reach) => expect(opensBesides({ apiVersion, kind, spec })).toBe(reach));

  it('is read in each of several specs', () => {
    expect(opensBesides({ apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', specs: [{ ingressDeny: [{}] }, wide] })).toBe('namespace');
  });
});
