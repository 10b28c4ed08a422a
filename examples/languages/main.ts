import { ApiObject, App, Duration, JsonPatch } from 'cdk8s';
import {
  Access, Callees, Callers, CanaryService, HttpCall, HttpMatch, IngressGateway, LeastPrivilegeWorkload, Mesh, SecureNamespace,
} from 'cdk8s-istio';

// Bookinfo, as the apps beside this one write it in Python, Java and Go: they must come to the same bytes.
const image = (name: string) => `registry.istio.io/release/examples-bookinfo-${name}:1.20.3`;

const app = new App();
const mesh = new Mesh(app, 'mesh');
const bookinfo = new SecureNamespace(app, 'bookinfo');

const details = new LeastPrivilegeWorkload(bookinfo, 'details', { image: image('details-v1'), port: 9080 });
const ratings = new LeastPrivilegeWorkload(bookinfo, 'ratings', { image: image('ratings-v1'), port: 9080 });
const productpage = new LeastPrivilegeWorkload(bookinfo, 'productpage', { image: image('productpage-v1'), port: 9080 });

const reviews = new CanaryService(bookinfo, 'reviews', { port: 9080 });
reviews.addVersion('v1', { image: image('reviews-v1'), weight: 80 });
const v2 = reviews.addVersion('v2', { image: image('reviews-v2'), weight: 20 });
const v3 = reviews.addVersion('v3', { image: image('reviews-v3') });

// Who calls whom.
productpage.calls.to(details, HttpCall.get('/details/*'));
productpage.calls.to(reviews, HttpCall.get('/reviews/*'));
v2.calls.to(ratings, HttpCall.get('/ratings/*'));
v3.calls.to(ratings, HttpCall.get('/ratings/*'));

const gateway = new IngressGateway(bookinfo, 'bookinfo-gateway', { hosts: ['bookinfo.example.com'] });
gateway.expose(productpage, HttpCall.get('/productpage', '/static/*', '/logout', '/api/v1/products*'), HttpCall.post('/login'));

// Where requests go, and how long they may take.
reviews.traffic.routeByHeader('end-user', { exact: 'jason' }, v3);
reviews.traffic.timeout(Duration.seconds(2), { when: HttpMatch.from(productpage) });

// What no construct says is patched.
productpage.sidecar.addJsonPatch(JsonPatch.add('/spec/inboundConnectionPool', { tcp: { maxConnections: 100 } }));
ApiObject.of(details.deployment).addJsonPatch(JsonPatch.replace('/spec/template/spec/terminationGracePeriodSeconds', 60));

// What must stay so, whoever declares or patches what.
mesh.never(Access.of({ from: Callers.outside(), to: Callees.everythingBut(Callees.of(productpage)) }), { reason: 'the page is all that is public' });
mesh.never(Access.of({ from: Callers.everyone(), to: Callees.of(ratings), methods: ['POST', 'DELETE'] }), { reason: 'ratings are only read' });
mesh.always(Access.of({ from: Callers.of(v2, v3), to: Callees.of(ratings), port: 9080, methods: ['GET'], paths: ['/ratings/*'] }), {
  reason: 'stars come from ratings',
});

app.synth();
