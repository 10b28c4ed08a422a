import { App, Duration } from 'cdk8s';
import { Travels } from './_mesh';
import { refusal } from '../_manifests';
import { ConnectionMatch, HttpMatch, LeastPrivilegeWorkload, SecureNamespace, ServiceReference, WorkloadPort } from 'cdk8s-istio';

const stranger = new Travels();
const portal = (value: string) => HttpMatch.header('portal', value);

describe('Traffic that cannot be, with both declarations', () => {
  it.each<[string, (t: Travels) => void, string]>([
    ['a mirror that this app does not deploy', ({ travels }) => travels.traffic.mirrorTo(stranger.v3), "the mirror to 'agency/travels/v3' leads to another app, which does not deploy it here"],
    ['a percentage over 100', ({ hotels }) => hotels.traffic.delay(Duration.seconds(1), { percentage: 100.5 }), 'the delay of 1s of 100.5 % is none; use a number from 0 to 100'],
    ['a percentage below 0', ({ travels, v3 }) => travels.traffic.mirrorTo(v3, { percentage: -1 }), "the mirror to 'agency/travels/v3' of -1 % is none"],
    ['a percentage that is no number', ({ hotels }) => hotels.traffic.abort(503, { percentage: NaN }), 'the abort with status 503 of NaN % is none'],
    ['a percentage that no proxy notices', ({ hotels }) => hotels.traffic.abort(503, { percentage: 0.00001 }), 'of at least 0.0001'],
    ['a duration below 1 ms', ({ hotels }) => hotels.traffic.timeout(Duration.millis(0)), 'a timeout of 0ms is no duration that proxies keep'],
    ['a fraction of a millisecond', ({ hotels }) => hotels.traffic.delay(Duration.millis(1.5)), 'a delay of 1.5ms is no duration'],
    ['a status of no fault', ({ hotels }) => hotels.traffic.abort(600), 'the abort with status 600 has no status of HTTP'],
    ['a status of gRPC that is none', ({ hotels }) => hotels.traffic.abortGrpc('NOPE'), 'has no status of gRPC'],
    ['an expression that RE2 refuses', ({ travels, v1 }) => travels.traffic.routeByHeader('portal', { regex: '(?=a)b' }, v1), "'(?=a)b' is no expression of RE2"],
    ['an expression that is too long', ({ travels, v1 }) => travels.traffic.routeByHeader('portal', { regex: 'a'.repeat(1025) }, v1), 'an expression of 1025 bytes is longer than the 1024'],
    ['two forms at once', ({ travels, v1 }) => travels.traffic.routeByHeader('portal', { exact: 'a', prefix: 'a' }, v1), "header 'portal' is matched by 2 forms at once"],
    ['no form', ({ travels, v1 }) => travels.traffic.routeByHeader('portal', {}, v1), "header 'portal' is matched by nothing"],
    ['a header that is none', ({ travels, v1 }) => travels.traffic.routeByHeader('a b', { exact: 'a' }, v1), "header 'a b' is not a header's name"],
    ['a header twice', ({ travels, v1 }) => travels.traffic.routeTo(HttpMatch.of({ headers: { A: { exact: '1' }, a: { exact: '2' } } }), v1), "header 'a' is matched twice"],
    ['a part of every request as a header', ({ travels, v1 }) => travels.traffic.routeByHeader(':path', { exact: '/' }, v1), "match it by 'authority', 'method' or 'path'"],
    ['a path without slash', ({ travels, v1 }) => travels.traffic.routeTo(HttpMatch.path('travels'), v1), "has no leading slash; write '/travels'"],
    ['a path with a query', ({ travels, v1 }) => travels.traffic.routeTo(HttpMatch.path('/a?b'), v1), "match the query by 'query'"],
    ['a method in lower case', ({ travels, v1 }) => travels.traffic.routeTo(HttpMatch.method('get'), v1), "method 'get' is no HTTP method"],
    ['what contradicts itself', ({ travels, v1 }) => travels.traffic.routeTo(portal('a').and(portal('b')), v1), 'no request has both'],
    ['what has no common form', ({ travels, v1 }) => travels.traffic.routeTo(HttpMatch.of({ path: { regex: '.*a' } }).and(HttpMatch.of({ path: { regex: 'b.*' } })), v1), 'write one expression for both'],
    ['what excludes absence by the way', ({ travels, v1 }) => travels.traffic.routeTo(HttpMatch.of({ withoutHeaders: { a: { regex: '.*' } } }), v1), "header 'a' without regex '.*' would exclude requests without the header too"],
    ['two defaults', ({ travels, v1 }) => travels.traffic.defaultTo(v1), "the versions' own weights and defaultTo(v1) both say where requests go that no rule takes"],
    ['two defaults, said twice', ({ travels, v1, v2 }) => { travels.traffic.defaultTo(v1); travels.traffic.shift({ version: v2, weight: 100 }); }, 'and shift(v2 100) both say'],
    ['a default, and none', ({ travels }) => travels.traffic.rejectUnmatched(), 'rejectUnmatched() says that requests which no rule takes are not found'],
    ['a rule after a catch-all', ({ travels, v1, v2 }) => { travels.traffic.routeTo(HttpMatch.any(), v2); travels.traffic.routeTo(portal('a'), v1); },
      "the 2nd rule (header 'portal' exact 'a' to v1) is never reached: the 1st rule (any request to v2) is declared before it"],
    ['a catch-all before the default', ({ travels, v2 }) => travels.traffic.routeTo(HttpMatch.any(), v2), "the versions' own weights is never reached"],
    ['a rule twice', ({ travels, v1, v2 }) => { travels.traffic.routeTo(portal('a'), v2); travels.traffic.routeTo(portal('a'), v1); }, 'the 2nd rule'],
    ['a narrower rule after a wider', ({ travels, v1, v2 }) => { travels.traffic.routeTo(HttpMatch.hasHeader('portal'), v2); travels.traffic.routeTo(portal('a'), v1); }, 'is never reached'],
    ['a version of another service', ({ travels }) => travels.traffic.routeTo(portal('a'), stranger.v1), "leads to 'agency/travels/v1', which is a version of another service"],
    ['weights that are not all', ({ travels, v1, v2 }) => travels.traffic.routeSplit(portal('a'), { version: v1, weight: 50 }, { version: v2, weight: 40 }), 'weights add up to 90 (v1 50, v2 40)'],
    ['a version with two weights', ({ travels, v1 }) => travels.traffic.routeSplit(portal('a'), { version: v1, weight: 50 }, { version: v1, weight: 50 }), "names version 'agency/travels/v1' twice"],
    ['a rule to nothing', ({ travels }) => travels.traffic.routeSplit(portal('a')), 'leads to no version'],
    ['a mirror to itself', ({ travels }) => travels.traffic.mirrorTo(travels), "the mirror to 'agency/travels' leads to the service itself"],
    ['a mirror twice', ({ travels, v3 }) => { travels.traffic.mirrorTo(v3); travels.traffic.mirrorTo(v3, { percentage: 5 }); }, "the mirror to 'agency/travels/v3' and the mirror to 'agency/travels/v3' are for the same requests"],
    ['a feature for what is answered', ({ travels }) => { travels.traffic.respond(portal('a'), 404); travels.traffic.timeout(Duration.seconds(1), { when: portal('a') }); }, 'the timeout of 1s applies to no request'],
    ['a redirect to nowhere', ({ travels }) => travels.traffic.redirect(portal('a'), {}), 'redirected changes nothing'],
    ['a redirect of no kind', ({ travels }) => travels.traffic.redirect(portal('a'), { path: '/b', code: 305 }), 'redirected with status 305, of which Istio makes no route'],
    ['an answer of no status', ({ travels }) => travels.traffic.respond(portal('a'), 100), 'answered with status 100 has no status of HTTP'],
    ['connections on a port for HTTP', ({ travels, v1 }) => travels.traffic.routeConnections(ConnectionMatch.of({}), { version: v1, weight: 100 }), 'is for connections, and on'],
    ['a port that is none', ({ hotels }) => hotels.traffic.timeout(Duration.seconds(1), { when: HttpMatch.of({ port: 'grpc' }) }), "is for port 'grpc', which hotels.agency.svc.cluster.local does not have"],
    ['a source that is a gateway to the mesh', ({ travels, v1, portal: from }) => travels.traffic.routeTo(HttpMatch.gateway(from), v1), "'portal/portal' is no gateway"],
  ])('%s', (_, declare, problem) => {
    const t = new Travels();
    declare(t);
    expect(refusal(t.app)).toContain(problem);
  });

  it('all of it at once', () => {
    const t = new Travels();
    t.hotels.traffic.delay(Duration.millis(0), { percentage: 101 });
    t.hotels.traffic.abort(99);
    const message = refusal(t.app);
    expect(message).toContain('a delay of 0ms');
    expect(message).toContain('the delay of 0s of 101 % is none');
    expect(message).toContain('the abort with status 99');
  });
});

describe('Where proxies see no requests', () => {
  const refused = (port: WorkloadPort, declare: (db: LeastPrivilegeWorkload) => void) => {
    const app = new App();
    const db = new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'db', { image: 'db:1', ports: [port] });
    declare(db);
    return refusal(app);
  };

  it('a timeout on TCP says nothing', () => {
    expect(refused(WorkloadPort.tcp(3306), db => db.traffic.timeout(Duration.seconds(1))))
      .toContain("the timeout of 1s needs HTTP, and proxies see no requests on 'tcp' (tcp 3306)");
  });

  it('a header rule on TCP says nothing', () => {
    expect(refused(WorkloadPort.tcp(3306), db => db.traffic.respond(HttpMatch.header('a', 'b'), 404))).toContain('needs HTTP');
  });

  it('a fault on TLS says nothing', () => {
    expect(refused(WorkloadPort.tls(443), db => db.traffic.abort(503))).toContain("the abort with status 503 needs HTTP, and proxies see no requests on 'tls' (tls 443)");
  });

  it('nor does anything of a workload without port', () => {
    const app = new App();
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'job', { image: 'job:1' }).traffic.timeout(Duration.seconds(1));
    expect(refusal(app)).toContain('the timeout of 1s needs HTTP, and there is no port');
  });
});

describe('A reference', () => {
  it('has traffic for callers of the namespace in which it is declared, once', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const bank = { namespace: 'bank', ports: [WorkloadPort.http(80)], podLabels: { app: 'ledger' }, serviceAccount: 'ledger' };
    const [one, two] = ['one', 'two'].map(id => new ServiceReference(shop, id, { ...bank, name: 'ledger' }));
    one.traffic.timeout(Duration.seconds(1));
    expect(refusal(app)).toBe('');
    two.traffic.timeout(Duration.seconds(2));
    expect(refusal(app)).toContain("traffic of namespace 'shop' to 'ledger.bank' is also claimed by");
  });
});
