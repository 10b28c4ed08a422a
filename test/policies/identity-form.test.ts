import { App, JsonPatch } from 'cdk8s';
import {
  AccessCaller, DenyPolicy, HttpCall, IdentityForm, IstioVersion, LeastPrivilegeWorkload, Mesh, MeshAccess, SecureNamespace, TrustDomain,
} from '../../src';
import type { MeshProps } from '../../src';
import { Manifests, refusal } from '../_manifests';

interface Shop {
  readonly app: App;
  readonly namespace: SecureNamespace;
  readonly web: LeastPrivilegeWorkload;
  readonly orders: LeastPrivilegeWorkload;
}

function shop(props: MeshProps): Shop {
  const app = new App();
  new Mesh(app, 'mesh', props);
  const namespace = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' });
  const orders = new LeastPrivilegeWorkload(namespace, 'orders', { image: 'orders:1', port: 8080 });
  web.calls.to(orders, HttpCall.get('/orders/*'));
  return { app, namespace, web, orders };
}

const sources = (app: App, name: string) => Manifests.of(app).spec('AuthorizationPolicy', name).rules.flatMap((rule: any) =>
  rule.from.map(({ source }: any) => source));
const verdict = (app: App, principal: string, address?: string) => MeshAccess.fromApp(app).decide({
  from: AccessCaller.principal(principal, address), to: { namespace: 'shop', workload: 'orders-v1' }, port: 8080, method: 'GET', path: '/orders/1',
}).verdict;

describe('callers are named', () => {
  test('by principal, unless the mesh says otherwise', () => {
    expect(sources(shop({}).app, 'orders')).toEqual([{ principals: ['cluster.local/ns/shop/sa/web'] }]);
  });
  test('by service account and trust domain, where Istio has both', () => {
    const { app } = shop({ identityForm: IdentityForm.SERVICE_ACCOUNTS });
    expect(sources(app, 'orders')).toEqual([{ serviceAccounts: ['shop/web'], trustDomains: ['cluster.local'] }]);
    expect([verdict(app, 'cluster.local/ns/shop/sa/web'), verdict(app, 'cluster.local/ns/other/sa/web')]).toEqual(['ALLOW', 'DENY']);
  });
  test('by service account alone, where Istio has no trust domains yet', () => {
    const { app } = shop({ identityForm: IdentityForm.SERVICE_ACCOUNTS, istioVersion: IstioVersion.V1_28 });
    expect(sources(app, 'orders')).toEqual([{ serviceAccounts: ['shop/web'] }]);
    expect(refusal(app)).toBe('');
  });
  test('as a whole namespace, in either form', () => {
    for (const [identityForm, expected] of [
      [IdentityForm.PRINCIPALS, { principals: ['cluster.local/ns/front/sa/*'] }],
      [IdentityForm.SERVICE_ACCOUNTS, { namespaces: ['front'], trustDomains: ['cluster.local'] }],
    ] as const) {
      const { app, orders } = shop({ identityForm });
      new SecureNamespace(app, 'front').calls.to(orders, HttpCall.get('/orders/*'));
      expect(sources(app, 'orders')).toContainEqual(expected);
      expect([verdict(app, 'cluster.local/ns/front/sa/any'), verdict(app, 'cluster.local/ns/back/sa/any')]).toEqual(['ALLOW', 'DENY']);
    }
  });
  test('in parts of sixteen, as many as Istio takes', () => {
    const { app, namespace, orders } = shop({ identityForm: IdentityForm.SERVICE_ACCOUNTS });
    const many = Array.from({ length: 20 }, (_, i) => new LeastPrivilegeWorkload(namespace, `job${i}`, { image: 'job:1' }));
    new DenyPolicy(namespace, 'jobs', { workload: orders, from: many });
    expect(sources(app, 'jobs').map((source: any) => source.serviceAccounts.length)).toEqual([16, 4]);
    expect(verdict(app, 'cluster.local/ns/shop/sa/job19')).toBe('DENY');
  });
  test('one by one where they are excepted, since several sources are alternatives', () => {
    const { app, namespace, orders, web } = shop({ identityForm: IdentityForm.SERVICE_ACCOUNTS });
    new DenyPolicy(namespace, 'others', { workload: orders, exceptFrom: [web] });
    expect(sources(app, 'others')).toEqual([{ notPrincipals: ['cluster.local/ns/shop/sa/web'] }]);
    expect(refusal(app)).toBe('');
  });
  test('in a form that exists', () => {
    expect(refusal(shop({ identityForm: 'names' as IdentityForm }).app)).toContain("identity form 'names'");
  });
});

describe('a whole trust domain', () => {
  const east = (props: MeshProps, cidrs = ['10.20.0.0/16']) => {
    const all = shop({ trustDomainAliases: ['east.example.com'], ...props });
    new TrustDomain(all.app, 'east', { trustDomain: 'east.example.com', cidrs }).calls.to(all.orders, HttpCall.get('/orders/*'));
    return all.app;
  };

  test.each(Object.values(IdentityForm))('calls from its addresses, where others are named by %s', identityForm => {
    const app = east({ identityForm });
    expect(refusal(app)).toBe('');
    // Not `trustDomains`, which would mean the aliases too.
    expect(sources(app, 'orders')).toContainEqual({ principals: ['east.example.com/*'] });
    expect([verdict(app, 'east.example.com/ns/any/sa/any', '10.20.1.1'), verdict(app, 'cluster.local/ns/any/sa/any', '10.20.1.1')]).toEqual(['ALLOW', 'DENY']);
    expect(Manifests.of(app).spec('NetworkPolicy', 'orders').ingress).toContainEqual({
      from: [{ ipBlock: { cidr: '10.20.0.0/16' } }], ports: [{ protocol: 'TCP', port: 8080 }],
    });
  });
  test('is proved: another address that the network lets in is a difference', () => {
    const app = new App();
    new Mesh(app, 'mesh', { trustDomainAliases: ['east.example.com'] });
    const orders = new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'orders', { image: 'orders:1', port: 8080 });
    new TrustDomain(app, 'east', { trustDomain: 'east.example.com', cidrs: ['10.20.0.0/16'] }).calls.to(orders, HttpCall.any());
    orders.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/ingress/0/from/0/ipBlock/cidr', '10.0.0.0/8'));
    expect(refusal(app)).toContain('10.0.0.0/8');
  });
  test('must be the mesh\'s own or an alias, and come from somewhere', () => {
    expect(refusal(east({ trustDomainAliases: [] }))).toContain("is not the mesh's");
    expect(refusal(east({}, []))).toContain("has no 'cidrs'");
    expect(refusal(east({}, ['east']))).toContain("'east' is no CIDR block");
  });
});
