import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { HOST, Travels } from './_mesh';
import { Manifests, refusal } from '../_manifests';
import type { CanaryVersion, StringMatch } from 'cdk8s-istio';
import { HttpCall, HttpMatch, IngressGateway, RetryOn } from 'cdk8s-istio';

/** Declares one thing. */
type Declare = (t: Travels) => void;

const match = fc.oneof(
  fc.constantFrom('voyages.fr', 'viaggi.it', 'travels.uk').map(value => HttpMatch.header('portal', value)),
  fc.constantFrom('web', 'mobile').map(value => HttpMatch.header('device', value)),
  fc.constantFrom<StringMatch>({ prefix: 'v' }, { present: true }, { regex: 'v.*' }).map(portal => HttpMatch.of({ headers: { portal } })),
  fc.constant(HttpMatch.withoutHeader('portal')),
  fc.constantFrom('/travels', '/travels/Rome').map(HttpMatch.path),
  fc.constantFrom('/travels/', '/travels/R').map(HttpMatch.pathPrefix),
  fc.constant(HttpMatch.method('GET')),
);
const matches = fc.array(match, { maxLength: 2 }).map(parts => parts.reduce((all, part) => all.and(part), HttpMatch.any()));
const when = fc.option(matches, { nil: undefined });
const duration = fc.integer({ min: 1, max: 9999 }).map(Duration.millis);
const percentage = fc.constantFrom(0, 0.5, 20, 99.9);

const feature: fc.Arbitrary<Declare> = fc.oneof(
  fc.tuple(duration, percentage, when).map(([time, share, requests]): Declare => t =>
    t.travels.traffic.delay(time, { percentage: share, when: requests })),
  fc.tuple(percentage, when).map(([share, requests]): Declare => t => t.travels.traffic.abort(503, { percentage: share, when: requests })),
  fc.tuple(duration, when).map(([time, requests]): Declare => t => t.travels.traffic.timeout(time, { when: requests })),
  fc.tuple(fc.integer({ min: 0, max: 5 }), when).map(([attempts, requests]): Declare => t =>
    t.travels.traffic.retries(attempts, { when: requests, ...attempts > 0 ? { retryOn: [RetryOn.RESET] } : {} })),
  fc.tuple(fc.constantFrom('v2', 'v3', 'hotels'), percentage, when).map(([to, share, requests]): Declare => t =>
    t.travels.traffic.mirrorTo(to === 'hotels' ? t.hotels : t[to as 'v2'], { percentage: share, when: requests })),
  fc.tuple(fc.constantFrom('x-a', 'x-b'), when).map(([name, requests]): Declare => t =>
    t.travels.traffic.requestHeaders({ set: { [name]: '1' }, when: requests })),
  fc.tuple(fc.constantFrom('/travels/', '/travels/R/'), when).map(([from, requests]): Declare => t =>
    t.travels.traffic.rewritePrefix(from, '/api/', { when: requests })),
);

const rule: fc.Arbitrary<Declare> = fc.oneof(
  fc.tuple(matches, fc.constantFrom('v1', 'v2', 'v3')).map(([requests, version]): Declare => t =>
    t.travels.traffic.routeTo(requests, t[version as 'v1'])),
  matches.map((requests): Declare => t =>
    t.travels.traffic.routeSplit(requests, { version: t.v1, weight: 40 }, { version: t.v3, weight: 60 })),
  matches.map((requests): Declare => t => t.travels.traffic.respond(requests, 404)),
);

/** The manifests, or why there are none. */
function outcome(declarations: readonly Declare[]): string {
  const t = new Travels({ v1: 80, v2: 20 });
  new IngressGateway(t.agency, 'gateway', { hosts: ['travels.example.com'] }).expose(t.travels, HttpCall.get('/travels*'));
  declarations.forEach(declare => declare(t));
  const refused = refusal(t.app);
  return refused === '' ? Manifests.of(t.app).yaml : refused.split('\n').sort().join('\n');
}

describe('Whatever is composed', () => {
  it('features in any order give the same manifests, or the same problems', () => {
    fc.assert(fc.property(
      fc.array(rule, { maxLength: 2 }),
      fc.array(feature, { minLength: 2, maxLength: 4 }).chain(features =>
        fc.tuple(fc.constant(features), fc.shuffledSubarray(features, { minLength: features.length }))),
      (rules, [features, shuffled]) => {
        expect(outcome([...shuffled, ...rules])).toBe(outcome([...rules, ...features]));
      }), { numRuns: 8 });
  });

  it('rules that no request meets together give the same manifests in any order', () => {
    const declare = (value: string, version: (t: Travels) => CanaryVersion): Declare => t =>
      t.travels.traffic.routeByHeader('portal', { exact: value }, version(t));
    const rules = [declare('voyages.fr', t => t.v3), declare('viaggi.it', t => t.v2), declare('travels.uk', t => t.v1)];
    fc.assert(fc.property(fc.shuffledSubarray(rules, { minLength: 3 }), shuffled => {
      expect(outcome(shuffled)).toBe(outcome(rules));
    }), { numRuns: 6 });
  });

  it('every host is fully qualified, and every subset is there and selects a deployed version', () => {
    let written = 0;
    fc.assert(fc.property(fc.array(fc.oneof(rule, feature), { maxLength: 4 }), declarations => {
      const t = new Travels({ v1: 80, v2: 20 });
      declarations.forEach(declare => declare(t));
      fc.pre(refusal(t.app) === '');
      written++;
      const made = Manifests.of(t.app);
      const subsets = new Map(made.spec('DestinationRule', 'travels').subsets.map(({ name, labels }: any) => [name, labels.version]));
      const { hosts, http } = made.spec('VirtualService', 'travels');
      const destinations = http.flatMap(({ route = [], mirror, mirrors = [] }: any) =>
        [...route, ...mirrors].map(({ destination }: any) => destination).concat(mirror ?? []));
      expect(hosts).toEqual([HOST]);
      for (const { host, subset } of destinations) {
        expect([HOST, 'hotels.agency.svc.cluster.local']).toContain(host);
        if (host === HOST) {
          const { app, version } = made.pod('Deployment', `travels-${subsets.get(subset)}`).metadata.labels;
          expect([app, version]).toEqual(['travels', subset]);
        }
      }
      for (const { route = [] } of http) {
        const sum = route.reduce((total: number, { weight }: any) => total + (weight ?? 100), 0);
        expect(sum).toBe(route.length === 0 ? 0 : 100);
      }
    }), { numRuns: 8 });
    expect(written).toBeGreaterThan(3);
  });
});
