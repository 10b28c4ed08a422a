import { App } from 'cdk8s';
import { HOST, Travels } from './_mesh';
import { Manifests, refusal } from '../_manifests';
import {
  AccessCaller, CanaryService, GrpcCall, HttpCall, HttpMatch, IngressGateway, LeastPrivilegeWorkload, SecureNamespace, WorkloadPort,
} from 'cdk8s-istio';

const to = (...subsets: string[]) => subsets.map(subset => ({ destination: { host: HOST, subset, port: { number: 8000 } } }));

function httpOf(app: App, name = 'travels'): any[] {
  return Manifests.of(app).spec('VirtualService', name).http;
}

describe('Routing by header', () => {
  const t = new Travels();
  t.travels.traffic.routeByHeader('portal', { exact: 'viaggi.it' }, t.v2);
  t.travels.traffic.routeByHeader('portal', { exact: 'voyages.fr' }, t.v3);

  it('is one VirtualService for the host, with the default last', () => {
    expect(Manifests.of(t.app).names('VirtualService')).toEqual(['travels']);
    expect(httpOf(t.app)).toEqual([
      { match: [{ headers: { portal: { exact: 'viaggi.it' } } }], route: to('v2') },
      { match: [{ headers: { portal: { exact: 'voyages.fr' } } }], route: to('v3') },
      { route: to('v1') },
    ]);
  });

  it('sends each portal to its version, and all others to the default', () => {
    expect(t.takenBy({ headers: { portal: 'viaggi.it' } })).toEqual(['v2']);
    expect(t.takenBy({ headers: { portal: 'voyages.fr' } })).toEqual(['v3']);
    expect(t.takenBy({ headers: { portal: 'travels.uk' } })).toEqual(['v1']);
    expect(t.takenBy()).toEqual(['v1']);
  });
});

describe('A match', () => {
  const taken = (match: HttpMatch, requests: { [name: string]: Parameters<Travels['takenBy']>[0] }, from?: AccessCaller) => {
    const t = new Travels();
    t.travels.traffic.routeTo(match, t.v2);
    return Object.entries(requests).filter(([, asked]) => t.takenBy(asked, from).join() === 'v2').map(([name]) => name);
  };

  it.each([
    ['a prefix', HttpMatch.of({ headers: { portal: { prefix: 'voyages' } } }), ['fr']],
    ['an expression', HttpMatch.of({ headers: { portal: { regex: '.*\\.(it|fr)' } } }), ['fr', 'it']],
    ['presence', HttpMatch.hasHeader('Portal'), ['fr', 'it', 'uk']],
    ['absence', HttpMatch.withoutHeader('portal'), ['none']],
    ['another value', HttpMatch.of({ withoutHeaders: { portal: { exact: 'voyages.fr' } } }), ['it', 'uk', 'none']],
    ['both at once', HttpMatch.hasHeader('portal').and(HttpMatch.of({ withoutHeaders: { portal: { exact: 'voyages.fr' } } })), ['it', 'uk']],
  ])('asks a header for %s', (_, match, expected) => {
    expect(taken(match, {
      fr: { headers: { portal: 'voyages.fr' } }, it: { headers: { portal: 'viaggi.it' } }, uk: { headers: { portal: 'travels.uk' } }, none: {},
    })).toEqual(expected);
  });

  it('asks path, method and query', () => {
    const paths = { root: { path: '/travels' }, rome: { path: '/travels/Rome' }, below: { path: '/travels/Rome/x' } };
    expect(taken(HttpMatch.path('/travels/Rome'), paths)).toEqual(['rome']);
    expect(taken(HttpMatch.pathPrefix('/travels/'), paths)).toEqual(['rome', 'below']);
    expect(taken(HttpMatch.of({ path: { regex: '/travels/[A-Z][a-z]+' } }), paths)).toEqual(['rome']);
    expect(taken(HttpMatch.of({ path: { exact: '/TRAVELS/rome' }, ignorePathCase: true }), paths)).toEqual(['rome']);
    expect(taken(HttpMatch.method('GET'), paths)).toEqual(['root', 'rome', 'below']);
    expect(taken(HttpMatch.query('city', 'Rome'), { rome: { path: '/travels?city=Rome' }, paris: { path: '/travels?city=Paris' }, none: {} })).toEqual(['rome']);
    expect(taken(HttpMatch.of({ query: { city: { present: true } } }), { paris: { path: '/travels?city=Paris' }, none: {} })).toEqual(['paris']);
  });

  it('asks who sends: a workload, or a namespace', () => {
    const t = new Travels();
    const audit = new LeastPrivilegeWorkload(t.agency, 'audit', { image: 'audit:1' });
    audit.calls.to(t.travels, HttpCall.get('/travels'));
    t.travels.traffic.routeTo(HttpMatch.from(audit), t.v2);
    t.travels.traffic.routeTo(HttpMatch.of({ fromNamespace: 'portal', headers: { x: { present: true } } }), t.v3);
    expect(t.takenBy({}, AccessCaller.workload('agency', 'audit-v1'))).toEqual(['v2']);
    expect(t.takenBy({ headers: { x: '1' } })).toEqual(['v3']);
    expect(t.takenBy()).toEqual(['v1']);
    expect(httpOf(t.app).map(({ match }) => match?.[0])).toEqual([
      { headers: { x: {} }, sourceNamespace: 'portal' }, { sourceLabels: { app: 'audit' }, sourceNamespace: 'agency' }, undefined,
    ]);
  });

  it('asks for methods of gRPC', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const cart = new CanaryService(shop, 'cart', { ports: [WorkloadPort.grpc(7070)] });
    cart.addVersion('v1', { image: 'cart:1', weight: 100 });
    const v2 = cart.addVersion('v2', { image: 'cart:2' });
    new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' }).calls.to(cart, GrpcCall.service('shop.v1.Cart'));
    cart.traffic.routeTo(HttpMatch.grpc('shop.v1.Cart', 'AddItem'), v2);
    expect(httpOf(app, 'cart')[0].match).toEqual([{ uri: { exact: '/shop.v1.Cart/AddItem' } }]);
  });

  it('asks for the port', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const cart = new CanaryService(shop, 'cart', { ports: [WorkloadPort.http(80), WorkloadPort.http(81, { name: 'http-admin' })] });
    cart.addVersion('v1', { image: 'cart:1', weight: 100 });
    const v2 = cart.addVersion('v2', { image: 'cart:2' });
    cart.traffic.routeTo(HttpMatch.of({ port: 'http-admin', headers: { x: { present: true } } }), v2);
    expect(httpOf(app, 'cart').map(({ match }) => match)).toEqual([[{ port: 80 }], [{ headers: { x: {} }, port: 81 }], [{ port: 81 }]]);
  });
});

describe('At a gateway', () => {
  const t = new Travels();
  const gateway = new IngressGateway(t.agency, 'gateway', { hosts: ['travels.example.com'] });
  gateway.expose(t.travels, HttpCall.get('/travels*'));
  gateway.expose(t.hotels, HttpCall.get('/*'));
  t.travels.traffic.routeTo(HttpMatch.gateway(gateway), t.v2);
  t.travels.traffic.routeTo(HttpMatch.from(t.portal).and(HttpMatch.hasHeader('x')), t.v3);

  it('hold the rules of every place and its own, and none of callers inside of the mesh', () => {
    expect(httpOf(t.app, 'gateway')).toEqual([
      { match: [{ uri: { prefix: '/travels' }, method: { exact: 'GET' } }], route: to('v2') },
      { match: [{ uri: { prefix: '/' }, method: { exact: 'GET' } }], route: [{ destination: { host: 'hotels.agency.svc.cluster.local', port: { number: 8000 } } }] },
    ]);
    const ask = { host: 'travels.example.com' };
    expect(t.takenBy(ask, AccessCaller.internet())).toEqual(['v2']);
  });

  it('differ from inside of the mesh', () => {
    expect(t.takenBy()).toEqual(['v1']);
    expect(t.takenBy({ headers: { x: '' } })).toEqual(['v3']);
  });

  it('is not found what the service has no rule for, though a wider path leads elsewhere', () => {
    const other = new Travels({});
    const edge = new IngressGateway(other.agency, 'edge', { hosts: ['travels.example.com'] });
    edge.expose(other.travels, HttpCall.get('/travels*'));
    edge.expose(other.hotels, HttpCall.get('/*'));
    other.travels.traffic.routeByHeader('portal', { exact: 'viaggi.it' }, other.v2);
    other.travels.traffic.rejectUnmatched();
    const host = 'travels.example.com';
    const from = AccessCaller.internet();
    expect(other.takenBy({ host, headers: { portal: 'viaggi.it' } }, from)).toEqual(['v2']);
    expect(other.takenBy({ host }, from)).toEqual([]);
    expect(other.sees('hotels-v1', { host, path: '/travels' }, from)).toBe('404');
    expect(other.sees('hotels-v1', { host, path: '/other' }, from)).toBe('ok');
  });

  it('is exposed what a rule is for', () => {
    const other = new Travels();
    const edge = new IngressGateway(other.agency, 'edge', { hosts: ['travels.example.com'] });
    other.travels.traffic.routeTo(HttpMatch.gateway(edge), other.v2);
    expect(refusal(other.app)).toContain("is for gateway 'agency/edge', which does not expose it");
  });

  it('may be much, with many features', () => {
    const other = new Travels();
    const edge = new IngressGateway(other.agency, 'edge', { hosts: ['travels.example.com'] });
    edge.expose(other.hotels, ...Array.from({ length: 30 }, (_, i) => HttpCall.get(`/hotels/${i}/*`)));
    for (const name of ['a', 'b', 'c', 'd']) {
      other.hotels.traffic.requestHeaders({ set: { [name]: '1' }, when: HttpMatch.hasHeader(`has-${name}`) });
    }
    const routes = httpOf(other.app, 'edge');
    expect(routes.map(({ match }) => match.length)).toEqual(Array(16).fill(30));
  });

  it('may lead to one version, past the rules, but not past answers', () => {
    const other = new Travels();
    const edge = new IngressGateway(other.agency, 'edge', { hosts: ['travels.example.com'] });
    edge.expose(other.v3, HttpCall.get('/travels*'));
    other.travels.traffic.routeByHeader('portal', { exact: 'viaggi.it' }, other.v2);
    other.travels.traffic.respond(HttpMatch.pathPrefix('/travels/internal'), 404);
    expect(httpOf(other.app, 'edge').map(({ match, route, directResponse }) => [match[0].uri.prefix, route?.[0].destination.subset, directResponse?.status]))
      .toEqual([['/travels/internal', undefined, 404], ['/travels', 'v3', undefined]]);
  });
});

describe('Without a default', () => {
  const printed = (declare: (t: Travels) => void) => {
    const t = new Travels({});
    declare(t);
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const refused = refusal(t.app);
    const lines = write.mock.calls.map(([line]) => String(line));
    write.mockRestore();
    return { t, refused, lines };
  };
  const rule = ({ travels, v2 }: Travels) => travels.traffic.routeByHeader('portal', { exact: 'viaggi.it' }, v2);

  it('requests that no rule takes are not found, which is printed once', () => {
    const { t, refused, lines } = printed(rule);
    expect(refused).toBe('');
    expect(lines).toEqual([expect.stringContaining('warning: [agency/travels] requests that no rule takes are answered with status 404')]);
    expect(t.takenBy()).toEqual([]);
    expect(t.sees('travels-v2')).toBe('404');
    expect(t.takenBy({ headers: { portal: 'viaggi.it' } })).toEqual(['v2']);
  });

  it('may be meant', () => {
    expect(printed(t => { rule(t); t.travels.traffic.rejectUnmatched(); })).toMatchObject({ refused: '', lines: [] });
  });

  it('is none where a rule takes everything', () => {
    expect(printed(t => t.travels.traffic.routeTo(HttpMatch.any(), t.v3))).toMatchObject({ refused: '', lines: [] });
  });

  it('a call that no rule ever takes does not come through', () => {
    expect(printed(t => t.travels.traffic.routeTo(HttpMatch.path('/elsewhere'), t.v2)).refused)
      .toContain("the declared call to 'agency/travels' does not come through");
  });

  it('the call is tried by a request of each rule that takes it', () => {
    const { refused } = printed(t => {
      rule(t);
      t.travels.traffic.routeTo(HttpMatch.withoutHeader('portal').and(HttpMatch.query('a', 'b c')), t.v3);
      t.travels.traffic.routeTo(HttpMatch.of({ headers: { agent: { regex: '(curl|wget)/[0-9]+' } } }), t.v1);
      t.travels.traffic.abort(503, { when: HttpMatch.hasHeader('x') });
    });
    expect(refused).toBe('');
  });
});
