import fc from 'fast-check';
import { edge } from './_edge';
import { decide } from '../../src/analysis/decision/decide';
import { buildModel } from '../../src/analysis/model';
import { PathPattern } from '../../src/calls/path-pattern';
import { Manifests } from '../_manifests';
import { HttpCall, LeastPrivilegeWorkload } from 'cdk8s-istio';

const SERVICES = ['web', 'api', 'admin'];
const PATTERNS = ['*', '/', '/a', '/a*', '/a/*', '/a/{*}', '/a/{**}', '*.x', '/b', '/a/b*'];
const HOSTS = [undefined, 'a.example.com', '*.b.example.com', 'x.b.example.com'];

interface Exposure {
  readonly service: string;
  readonly pattern: string;
  readonly host: string | undefined;
  readonly methods: string[];
}

const exposure: fc.Arbitrary<Exposure> = fc.record({
  service: fc.constantFrom(...SERVICES),
  pattern: fc.constantFrom(...PATTERNS),
  host: fc.constantFrom(...HOSTS),
  methods: fc.constantFrom(['GET'], ['POST'], ['GET', 'POST']),
});

const REQUESTS = ['a.example.com', 'x.b.example.com', 'y.b.example.com', 'c.example.com'].flatMap(host =>
  ['/', '/a', '/ab', '/a/x', '/a/b', '/a/x/y', '/b', '/q.x', '/a/q.x', '/c'].flatMap(path => ['GET', 'POST', 'PUT'].map(method => ({ host, path, method }))));

function within(host: string, wanted: string | undefined): boolean {
  return wanted === undefined ? host !== 'c.example.com' : wanted.startsWith('*') ? host.endsWith(wanted.slice(1)) : host === wanted;
}

function means({ pattern, host, methods }: Exposure, request: typeof REQUESTS[number]): boolean {
  return methods.includes(request.method) && within(request.host, host) && new RegExp(`^(?:${PathPattern.parse(pattern).toRegex()})$`).test(request.path);
}

test('whatever is exposed of whom, on whatever hosts: exactly that comes from outside, each request to one service that exposes it', () => {
  let proved = 0;
  fc.assert(fc.property(fc.array(exposure, { minLength: 1, maxLength: 5 }), exposures => {
    const { app, shop, gateway } = edge({ hosts: ['a.example.com', '*.b.example.com'] });
    const workloads = new Map(SERVICES.map(name => [name, new LeastPrivilegeWorkload(shop, name === 'web' ? 'site' : name, { image: 'x:1', port: 8080 })]));
    for (const { service, pattern, host, methods } of exposures) {
      const call = HttpCall.of({ methods, paths: [pattern] });
      gateway.expose(workloads.get(service)!, host === undefined ? call : call.onHosts(host));
    }
    let made: Manifests;
    try {
      made = Manifests.of(app);
    } catch (error) {
      // One match of two services, or a service of which nothing is left: said, and not written.
      expect((error as Error).message).toMatch(/a request goes to one of them|does not come through/);
      return;
    }
    proved++;
    const model = buildModel(made.all.map(object => ({ object })));
    for (const request of REQUESTS) {
      const exposing = new Set(exposures.filter(one => means(one, request)).map(({ service }) => service));
      const reached = SERVICES.filter(service => decide(model, {
        ...request,
        headers: new Map(),
        port: 8080,
        from: { kind: 'internet' },
        to: { namespace: 'shop', workload: `${service === 'web' ? 'site' : service}-v1` },
      }).verdict === 'ALLOW');
      expect([request, reached.length]).toEqual([request, exposing.size > 0 ? 1 : 0]);
      expect(reached.every(service => exposing.has(service))).toBe(true);
    }
  }), { numRuns: 10 });
  expect(proved).toBeGreaterThan(3);
}, 60_000);
