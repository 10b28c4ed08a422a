import { App } from 'cdk8s';
import { Mesh } from './_ask';
import { Manifests, refusal } from '../_manifests';
import { Bookinfo, BookinfoTutorial, LeastPrivilegeWorkload, Mesh as IstioMesh, SecureNamespace } from 'cdk8s-istio';

const WORKLOADS = ['productpage-v1', 'details-v1', 'ratings-v1', 'reviews-v1', 'reviews-v2', 'reviews-v3'];

const upstream = Mesh.upstream();
const confined = Mesh.upstream({ tutorial: BookinfoTutorial.SIDECAR });
const app = new App();
new Bookinfo(app, 'bookinfo');
const guarded = Mesh.of(app);

/** Changes the Sidecar of the product page. */
const withSidecar = (change: (spec: any) => void) => confined.changed(manifest => {
  if (manifest.kind === 'Sidecar') {
    change(manifest.spec);
  }
  return manifest;
});

test('4.1 #1: each workload of Bookinfo reaches the services that it needs, and no other', () => {
  const path = (to: string) => `/${to.split('-')[0]}/0`;
  const reached = WORKLOADS.flatMap(from => WORKLOADS.filter(to => to !== from && guarded.status(from, to, `GET ${path(to)}` as 'GET /') === '200')
    .map(to => `${from} > ${to}`));
  expect(reached).toEqual([
    'productpage-v1 > details-v1', 'productpage-v1 > reviews-v1', 'productpage-v1 > reviews-v2', 'productpage-v1 > reviews-v3',
    'reviews-v2 > ratings-v1', 'reviews-v3 > ratings-v1',
  ]);
});

test('4.1 #2: productpage gets ratings with 200 before, and 502 after', () => {
  expect(upstream.status('productpage-v1', 'ratings-v1', 'GET /ratings/0')).toBe('200');
  expect(confined.status('productpage-v1', 'ratings-v1', 'GET /ratings/0')).toBe('502');
});

test.each([
  ['NetworkPolicy', 'networkPolicy', true], ['AuthorizationPolicy', 'authorizationPolicy', true], ['Sidecar', 'sidecar', false],
] as const)('4.1 #3: of one declared graph, %s alone keeps productpage from ratings', (kind, layer, boundary) => {
  const mesh = guarded.withPoliciesOf(kind);
  const decision = mesh.decide('productpage-v1', 'ratings-v1', 'GET /ratings/0');
  expect([decision.verdict, decision.layer]).toEqual(['DENY', layer]);
  // The caller could step around its own Sidecar.
  expect(decision.layers.find(one => one.layer === decision.layer)!.boundary).toBe(boundary);
  expect(mesh.status('productpage-v1', 'details-v1', 'GET /details/0')).toBe('200');
});

test('4.1 #3: of one declared graph, all three come without being asked for', () => {
  const verdicts = guarded.decide('productpage-v1', 'ratings-v1', 'GET /ratings/0').layers.filter(({ verdict }) => verdict === 'DENY');
  expect(verdicts.map(({ layer }) => layer)).toEqual(expect.arrayContaining(['sidecar', 'networkPolicy', 'authorizationPolicy']));
});

test('4.1 #4: a Sidecar blocks nothing where unknown hosts are let through, and REGISTRY_ONLY is said by the Sidecar or by the mesh', () => {
  const open = withSidecar(spec => delete spec.outboundTrafficPolicy);
  expect(open.status('productpage-v1', 'ratings-v1', 'GET /ratings/0')).toBe('200');
  expect(new Mesh(open.all, { registryOnly: true }).status('productpage-v1', 'ratings-v1', 'GET /ratings/0')).toBe('502');
  expect(confined.all.find(({ kind }) => kind === 'Sidecar')!.spec.outboundTrafficPolicy).toEqual({ mode: 'REGISTRY_ONLY' });
  expect(new IstioMesh(new App(), 'mesh').meshConfig().meshConfig.outboundTrafficPolicy).toEqual({ mode: 'REGISTRY_ONLY' });
});

test('4.1 #5: the Sidecar of productpage selects it by its label, and names hosts by their whole names', () => {
  const { metadata, spec } = confined.all.find(({ kind }) => kind === 'Sidecar')!;
  expect(metadata.name).toBe('sidecar-productpage');
  expect(spec.workloadSelector).toEqual({ labels: { app: 'productpage' } });
  expect(spec.egress[0].hosts).toEqual(['bookinfo/details.bookinfo.svc.cluster.local', 'bookinfo/reviews.bookinfo.svc.cluster.local', 'istio-system/*']);
  expect(spec).not.toHaveProperty('ingress');
  expect(confined.status('productpage-v1', 'reviews-v1', 'GET /reviews/0')).toBe('200');
  const short = withSidecar(one => { one.egress[0].hosts = ['bookinfo/reviews', 'bookinfo/details']; });
  expect(short.decide('productpage-v1', 'reviews-v1', 'GET /reviews/0')).toMatchObject({ verdict: 'DENY', layer: 'sidecar' });
});

test('4.1 #5: a Sidecar host that is no whole name is refused', () => {
  const shops = new App();
  new LeastPrivilegeWorkload(new SecureNamespace(shops, 'shop'), 'web', { image: 'web:1', extraSidecarHosts: ['bookinfo/reviews'] });
  expect(refusal(shops)).toContain("'bookinfo/reviews'");
});

test('4.1 #6: one Sidecar at most selects a workload, and one a namespace has no selector', () => {
  const sidecars = guarded.all.filter(({ kind }) => kind === 'Sidecar');
  for (const { spec: { template: { metadata: { labels } } } } of guarded.all.filter(({ kind }) => kind === 'Deployment')) {
    expect(sidecars.filter(({ spec }) => spec.workloadSelector
      && Object.entries(spec.workloadSelector.labels).every(([label, value]) => labels[label] === value))).toHaveLength(1);
  }
  expect(sidecars.filter(({ spec }) => !spec.workloadSelector).map(({ metadata }) => metadata.name)).toEqual(['default']);
});

test('4.1 #6: two constructs for one workload are refused', () => {
  const shops = new App();
  const shop = new SecureNamespace(shops, 'shop');
  new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 80 });
  new LeastPrivilegeWorkload(shop, 'web-again', { name: 'web', image: 'web:1', port: 80 });
  expect(refusal(shops)).toContain("'web' is also claimed by");
});

test('4.1 #7: no Sidecar of ours needs istio-system for calls, and Prometheus comes in by itself', () => {
  const hosts = guarded.all.filter(({ kind }) => kind === 'Sidecar').flatMap(({ spec }) => spec.egress.flatMap((one: any) => one.hosts));
  expect(hosts.filter((host: string) => host.startsWith('istio-system'))).toEqual([]);
  expect(guarded.status('productpage-v1', 'details-v1', 'GET /details/0')).toBe('200');
  expect(Manifests.of(app).openings('default-deny').ingress).toEqual(['istio-system/app.kubernetes.io/name=prometheus TCP:15020']);
});

test('4.1 #8: the other workloads have Sidecars alike: each knows what it calls', () => {
  const made = Manifests.of(app);
  expect(Object.fromEntries(made.names('Sidecar').map(name => [name, made.known(name)]))).toEqual({
    'default': ['~/*'],
    'details': ['~/*'],
    'productpage': ['bookinfo/details.bookinfo.svc.cluster.local', 'bookinfo/reviews.bookinfo.svc.cluster.local'],
    'ratings': ['~/*'],
    'reviews-v1': ['~/*'],
    'reviews-v2': ['bookinfo/ratings.bookinfo.svc.cluster.local'],
    'reviews-v3': ['bookinfo/ratings.bookinfo.svc.cluster.local'],
  });
});

test('4.1 #9: ratings lets reviews GET /ratings/*, and nobody else anything', () => {
  const mesh = Mesh.upstream({ tutorial: BookinfoTutorial.RATINGS_FROM_REVIEWS });
  const viewer = mesh.all.find(({ kind, spec }) => kind === 'AuthorizationPolicy' && spec.rules)!;
  expect(viewer.spec.rules[0].from).toEqual([{ source: { principals: ['cluster.local/ns/bookinfo/sa/bookinfo-reviews'] } }]);
  expect(mesh.status('reviews-v2', 'ratings-v1', 'GET /ratings/0')).toBe('200');
  expect(mesh.status('reviews-v2', 'ratings-v1', 'POST /ratings/0')).toBe('403');
  expect(mesh.status('reviews-v2', 'ratings-v1', 'GET /health')).toBe('403');
  expect(mesh.status('productpage-v1', 'ratings-v1', 'GET /ratings/0')).toBe('403');
});

test("4.1 #10: a blocked call ends in the caller's proxy, by the Sidecar; without the Sidecar all is as before", () => {
  const decision = confined.decide('productpage-v1', 'ratings-v1', 'GET /ratings/0');
  expect(decision).toMatchObject({ layer: 'sidecar', object: { kind: 'Sidecar', name: 'sidecar-productpage' } });
  expect(decision.reason).toMatch(/does not (know|import)|knows no/);
  const cleaned = confined.changed(manifest => (manifest.kind === 'Sidecar' ? undefined : manifest));
  expect(cleaned.all).toEqual(upstream.all);
  expect(cleaned.status('productpage-v1', 'ratings-v1', 'GET /ratings/0')).toBe('200');
});
