import { Travels } from './_mesh';
import { Manifests, refusal } from '../_manifests';
import { HttpCall, HttpMatch, IngressGateway } from 'cdk8s-istio';

const CALLER = 'cluster.local/ns/portal/sa/portal GET';

describe('A rewrite of a prefix', () => {
  const t = new Travels();
  t.hotels.traffic.rewritePrefix('/hotels/', '/api/v2/');

  it('admits callers to what comes out, and no longer to what goes in', () => {
    const made = Manifests.of(t.app);
    expect(made.allowed('hotels')).toEqual([`${CALLER} /api/v2/* :8000`, `${CALLER} /hotels* :8000`]);
    expect(t.sees('hotels-v1', { path: '/hotels/paris' })).toBe('ok');
    expect(t.sees('hotels-v1', { path: '/admin' })).toBe('403');
  });

  it('follows exact paths and prefixes below it to the letter', () => {
    const { app, portal, hotels } = new Travels();
    hotels.traffic.rewritePrefix('/old/', '/new/');
    portal.calls.to(hotels, HttpCall.get('/old/exact', '/old/deep*', '/old/{*}/x'));
    expect(Manifests.of(app).allowed('hotels')).toEqual(['/hotels*', '/new/deep*', '/new/exact', '/new/{*}/x'].map(path => `${CALLER} ${path} :8000`));
  });

  it('is written for each narrower match with what that match takes away', () => {
    const { app, agency, hotels } = new Travels();
    hotels.traffic.rewritePrefix('/hotels/', '/api/');
    hotels.traffic.respond(HttpMatch.path('/hotels/closed'), 410);
    new IngressGateway(agency, 'gateway', { hosts: ['hotels.example.com'] }).expose(hotels, HttpCall.get('/hotels/paris', '/hotels/rome/*', '/hotels/{*}/rooms'));
    const { http } = Manifests.of(app).spec('VirtualService', 'gateway');
    expect(http.map(({ match, rewrite }: any) => [match[0].uri, rewrite])).toEqual([
      [{ exact: '/hotels/paris' }, { uri: '/api/paris' }],
      [{ regex: '/hotels/[^/]+/rooms' }, { uriRegexRewrite: { match: '^/hotels/', rewrite: '/api/' } }],
      [{ prefix: '/hotels/rome/' }, { uri: '/api/rome/' }],
    ]);
  });

  it('cannot be followed for a suffix', () => {
    const { app, portal, hotels } = new Travels();
    hotels.traffic.rewritePrefix('/old/', '/new/');
    portal.calls.to(hotels, HttpCall.get('*.css'));
    expect(refusal(app)).toContain("it is not known what becomes of path '*.css' where '/old/*' is rewritten to '/new/*'");
  });

  it('ends with a slash on both sides, or on neither', () => {
    const { app, hotels } = new Travels();
    hotels.traffic.rewritePrefix('/old', '/');
    expect(refusal(app)).toContain("would turn '/old/x' into '//x'");
  });
});

describe('Other rewrites', () => {
  it('of one path', () => {
    const t = new Travels();
    t.hotels.traffic.rewritePath('/hotels', '/index', { when: HttpMatch.header('old', 'yes') });
    expect(Manifests.of(t.app).allowed('hotels')).toEqual([`${CALLER} /hotels* :8000`, `${CALLER} /index :8000`]);
    expect(t.sees('hotels-v1', { headers: { old: 'yes' } })).toBe('ok');
  });

  it('by expression say what comes out', () => {
    const t = new Travels();
    t.hotels.traffic.rewriteRegex('^/hotels/([a-z]+)', '/\\1', { when: HttpMatch.pathPrefix('/hotels/'), becomes: ['/*'] });
    expect(t.sees('hotels-v1', { path: '/hotels/paris' })).toBe('ok');
    expect(Manifests.of(t.app).allowed('hotels')).toContain(`${CALLER} /* :8000`);
  });

  it('of the authority', () => {
    const t = new Travels();
    t.hotels.traffic.rewriteAuthority('hotels.internal');
    t.portal.calls.to(t.hotels, HttpCall.of({ methods: ['PUT'], paths: ['/x'], hosts: ['hotels.agency'] }));
    const made = Manifests.of(t.app);
    expect(made.spec('VirtualService', 'hotels').http[0].rewrite).toEqual({ authority: 'hotels.internal' });
    expect(JSON.stringify(made.spec('AuthorizationPolicy', 'hotels'))).toContain('"hosts":["hotels.internal","hotels.internal:*"]');
  });

  it('exclude each other for the same requests', () => {
    const { app, hotels } = new Travels();
    hotels.traffic.rewritePrefix('/a/', '/b/');
    hotels.traffic.rewritePath('/a/x', '/y');
    expect(refusal(app)).toBe('');
    hotels.traffic.rewritePath('/a/x', '/z');
    expect(refusal(app)).toContain("the rewrite of '/a/x' to '/y' and the rewrite of '/a/x' to '/z' are for the same requests");
  });
});

describe('Answers of the proxy', () => {
  const t = new Travels();
  t.travels.traffic.redirect(HttpMatch.path('/travels/old'), { path: '/travels/new', code: 308 });
  t.travels.traffic.respond(HttpMatch.pathPrefix('/travels/closed'), 410, { body: 'closed' });

  it('are no difference between what is declared and what is possible', () => {
    expect(refusal(t.app)).toBe('');
    expect(t.sees('travels-v1', { path: '/travels/old' })).toBe('308');
    expect(t.sees('travels-v1', { path: '/travels/closed/1' })).toBe('410');
    expect(t.sees('travels-v1')).toBe('ok');
  });

  it('have nothing of what is done to requests that go on', () => {
    t.travels.traffic.rewriteAuthority('x.example.com');
    const [first, second, last] = Manifests.of(t.app).spec('VirtualService', 'travels').http;
    expect(first).toEqual({ match: [{ uri: { exact: '/travels/old' } }], redirect: { uri: '/travels/new', redirectCode: 308 } });
    expect(second).toEqual({ match: [{ uri: { prefix: '/travels/closed' } }], directResponse: { status: 410, body: { string: 'closed' } } });
    expect(last.rewrite).toEqual({ authority: 'x.example.com' });
  });
});

describe('Headers', () => {
  it('are set, added and removed, of requests and of answers', () => {
    const { app, hotels } = new Travels();
    hotels.traffic.requestHeaders({ set: { 'X-Tier': 'gold' }, remove: ['x-debug'] });
    hotels.traffic.responseHeaders({ add: { via: '100%%' }, when: HttpMatch.header('trace', 'on') });
    const { http } = Manifests.of(app).spec('VirtualService', 'hotels');
    const request = { set: { 'x-tier': 'gold' }, remove: ['x-debug'] };
    expect(http.map(({ headers }: any) => headers)).toEqual([{ request, response: { add: { via: '100%%' } } }, { request }]);
  });

  it.each([
    [{ set: { host: 'x' } }, 'would change what every request has'],
    [{ set: { x: '100%' } }, "has the value '100%', which proxies refuse"],
    [{ add: { x: 'a\nb' } }, 'which proxies refuse'],
    [{ remove: ['a b'] }, "has no header's name"],
    [{}, 'changes none'],
    [{ set: { x: '1' }, remove: ['X'] }, "the choice to remove request header 'x' and the choice to set request header 'x' are for the same requests"],
  ])('cannot be %j', (operations, problem) => {
    const { app, hotels } = new Travels();
    hotels.traffic.requestHeaders(operations);
    expect(refusal(app)).toContain(problem);
  });
});

describe('CORS', () => {
  it('answers what a browser asks first, at a gateway too, and opens nothing at the callee', () => {
    const { app, agency, hotels } = new Travels();
    hotels.traffic.cors({ allowOrigins: [{ exact: 'https://shop.example.com' }], allowMethods: ['POST', 'GET'], allowCredentials: true });
    new IngressGateway(agency, 'gateway', { hosts: ['hotels.example.com'] }).expose(hotels, HttpCall.post('/book'));
    const made = Manifests.of(app);
    expect(made.spec('VirtualService', 'gateway').http).toEqual([expect.objectContaining({
      match: [
        { uri: { exact: '/book' }, method: { exact: 'POST' } },
        { uri: { exact: '/book' }, method: { exact: 'OPTIONS' }, headers: { 'access-control-request-method': { exact: 'POST' } } },
      ],
      corsPolicy: { allowOrigins: [{ exact: 'https://shop.example.com' }], allowMethods: ['GET', 'POST'], allowCredentials: true },
    })]);
    expect(JSON.stringify(made.spec('AuthorizationPolicy', 'hotels'))).not.toContain('OPTIONS');
  });

  it('lends nobody the credentials of others', () => {
    const { app, hotels } = new Travels();
    hotels.traffic.cors({ allowOrigins: [{ regex: '.*' }], allowCredentials: true, allowMethods: ['get'] });
    expect(refusal(app)).toContain('lets pages of any origin use the credentials of whoever looks at them');
    expect(refusal(app)).toContain("allows method 'get', which Istio does not know");
  });
});
