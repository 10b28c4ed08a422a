import { exported, ordersContract, problemsOf, teamApp } from './_apps';
import { Manifests } from '../_manifests';
import type { MeshProps } from 'cdk8s-istio';
import { HttpCall, LeastPrivilegeWorkload, MeshDefaults, SecureNamespace, ServiceContract, ServiceReference, WorkloadPort } from 'cdk8s-istio';

/** Two apps declare workloads in namespace 'shop': that of the owner, and a second one. */
function sharing(mesh: { readonly owner?: MeshProps; readonly second?: MeshProps } = {}, adopt = true) {
  const second = teamApp(mesh.second);
  const adopted = new SecureNamespace(second, 'shop', { adopt });
  const search = new LeastPrivilegeWorkload(adopted, 'search', { image: 'search:1', port: 8080 });
  const identity = ServiceContract.fromDocument(exported(owner().app, 'identity', owner().web));
  ServiceReference.fromContract(adopted, 'web', identity).calls.to(search, HttpCall.get('/search'));
  const contract = ServiceContract.fromDocument(exported(second, 'search', search));

  function owner(props: MeshProps = {}) {
    const app = teamApp(props);
    const shop = new SecureNamespace(app, 'shop');
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 8080 });
    return { app, shop, web };
  }
  const first = owner(mesh.owner);
  const reference = ServiceReference.fromContract(first.shop, 'search', contract);
  first.web.calls.to(reference, HttpCall.get('/search'));
  return { owner: first.app, second };
}

describe('Two apps in one namespace', () => {
  it('each opens its own side; only the owner writes what holds for all of it', () => {
    const { owner, second } = sharing();
    const first = Manifests.of(owner);
    const other = Manifests.of(second);
    expect(first.known('web')).toEqual(['shop/search.shop.svc.cluster.local']);
    expect(other.allowed('search')).toEqual(['cluster.local/ns/shop/sa/web GET /search :8080']);
    expect(first.ids).toEqual(expect.arrayContaining(['Namespace/shop', 'AuthorizationPolicy/deny-all', 'NetworkPolicy/default-deny']));
    expect(other.ids.filter(id => /Namespace|deny|default/.test(id))).toEqual([]);
    expect(first.ids.filter(id => other.ids.includes(id))).toEqual([]);
  });

  it('are proved together from either side', () => {
    const context = (app: 'owner' | 'second') => [...Manifests.of(sharing()[app]).all];
    const seen = sharing({ owner: { context: context('second') }, second: { context: context('owner') } });
    expect(problemsOf(seen.owner)).toEqual([]);
    expect(problemsOf(seen.second)).toEqual([]);
  });

  it('whoever is there without a contract is a stranger to the owner', () => {
    const { second } = sharing();
    const app = teamApp({ context: [...Manifests.of(second).all] });
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'web', { image: 'web:1', port: 8080 });
    expect(problemsOf(app).join()).toMatch(/\[shop\] safety: .* reach shop\/search-v1 on port 8080/);
  });

  it('a call to what a reference without contract says to be in the own namespace is refused', () => {
    const app = teamApp();
    const shop = new SecureNamespace(app, 'shop');
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
    const search = new ServiceReference(shop, 'search', {
      namespace: 'shop', podLabels: { app: 'search' }, serviceAccount: 'search', ports: [WorkloadPort.http(80)],
    });
    web.calls.to(search, HttpCall.get('/'));
    expect(problemsOf(app).join()).toContain("is of namespace 'shop', which this app owns");
  });
});

describe('Two owners of a namespace', () => {
  const others = (change: (all: any[]) => void = () => {}) => {
    const { second } = sharing({}, false);
    const all = JSON.parse(JSON.stringify(Manifests.of(second).all)) as any[];
    change(all);
    return all;
  };
  const owner = (context: object[]) => problemsOf(sharing({ owner: { context } }).owner);

  it('are told of each other', () => {
    expect(owner(others())).toEqual([
      "[shop] namespace 'shop' has two owners: this app, which emits Namespace 'shop', PeerAuthentication 'default', AuthorizationPolicy 'deny-all', Sidecar 'default', NetworkPolicy 'default-deny', and the context of 'mesh', which has them too (part of 'shop'); one app owns a namespace, so set 'adopt: true' in the other one, or here.",
    ]);
  });

  it('even if they share the Namespace object alone, whoever wrote it', () => {
    expect(owner([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }])).toEqual([
      "[shop] namespace 'shop' has two owners: this app, which emits Namespace 'shop', and the context of 'mesh', which has it too; one app owns a namespace, so set 'adopt: true' in the other one, or here.",
    ]);
    expect(owner([{ apiVersion: 'v1', kind: 'List', items: others() }])).toHaveLength(1);
  });

  it('or settings of which Istio takes the older one', () => {
    const named = (kind: string, spec: object) => owner([{ apiVersion: 'x.istio.io/v1', kind, metadata: { namespace: 'shop', name: 'theirs' }, spec }]);
    const wide = {
      apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { namespace: 'shop', name: 'theirs' }, spec: { mtls: { mode: 'STRICT' } },
    };
    expect(owner([wide]).join()).toContain("PeerAuthentication 'default' holds for all of namespace 'shop', and so does 'theirs' of the context");
    expect(owner([{ ...wide, spec: { ...wide.spec, selector: { matchLabels: { app: 'other' } } } }])).toEqual([]);
    expect(named('Unknown', {})).toEqual([]);
  });

  it('are not what the cluster shows of this app itself', () => {
    const live = others(all => all.forEach(one => { one.metadata.uid = `uid-${one.kind}-${one.metadata.name}`; }));
    expect(owner(live.filter(({ metadata }) => !String(metadata.name).startsWith('search')))).toEqual([]);
    // Somebody else's name on them tells.
    const foreign = others(all => all.forEach(one => {
      one.metadata.uid = 'uid';
      one.metadata.labels['app.kubernetes.io/part-of'] = 'platform';
    }));
    expect(owner(foreign).join()).toContain("which has them too (part of 'platform')");
  });

  it('of what holds for the whole mesh are told as well', () => {
    const app = (context: object[]) => {
      const mesh = teamApp({ context });
      new MeshDefaults(mesh, 'mesh-defaults');
      return mesh;
    };
    const first = Manifests.of(app([])).all;
    expect(problemsOf(app([...first]))).toEqual([
      "[mesh-defaults] what holds for the whole mesh has two owners: this app, which emits PeerAuthentication 'default', Sidecar 'default', Telemetry 'mesh-default', and the context of 'mesh', which has them too (part of 'mesh-defaults'); keep MeshDefaults in one app.",
    ]);
  });
});

test('an adopted namespace may be in the context: its owner has put it there', () => {
  const { owner } = sharing();
  const { second } = sharing({ second: { context: [...Manifests.of(owner).all] } });
  expect(problemsOf(second)).toEqual([]);
});

test('the contract of a service of another namespace says nothing of this one', () => {
  const app = teamApp();
  const shop = new SecureNamespace(app, 'shop');
  ServiceReference.fromContract(shop, 'orders', ordersContract());
  expect(problemsOf(app)).toEqual([]);
});
