import type { Shadow } from './shadows';
import { shadowsIn } from './shadows';
import type { VirtualService } from '../../../model';
import type { Found, Rule } from '../../rule';
import { virtualServiceOf } from '../../world/by-name';
import { RouteSpace, unlessTooLarge } from '../../world/route-space';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute */
export const UNREACHABLE_ROUTE: Rule = {
  code: 'MESH0448',
  severity: 'warning',
  aliases: ['IST0130', 'IST0131'],
  title: 'route that is never reached',
  explanation: 'Rules are asked in their order, and the first that matches takes the request. All that this one matches is taken by earlier ones, alone or '
    + 'together; methods, headers, expressions and sources are taken into account. What depends on an expression that cannot be read is not reported.',
  fix: 'Move it before what takes its requests, or remove it.',
  *find(world) {
    const known = new Map<string, readonly Shadow[]>();
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const route = virtualServiceOf(world, object);
      if (route === undefined) { continue; }
      for (const protocol of ['http', 'tls', 'tcp'] as const) {
        const rules = route[protocol];
        if (rules.length < 2) { continue; }
        // Many have the same matches.
        const key = JSON.stringify([route.hosts.length === 0, route.gateways, protocol, rules.map(rule => [keyOf(rule.matches), 'delegate' in rule])]);
        let shadows = known.get(key);
        if (shadows === undefined) { known.set(key, shadows = unlessTooLarge(() => shadowsOf(world, route, protocol)) ?? []); }
        yield* shadows.map((shadow): Found => ({ object, ...told(shadow, rules.map(({ path }) => path)) }));
      }
    }
  },
};

function keyOf(matches: readonly unknown[]): string {
  return JSON.stringify(matches, (_, value: unknown) => value instanceof Map ? [...value as ReadonlyMap<string, string>] : value);
}

function shadowsOf(world: World, route: VirtualService, protocol: 'http' | 'tls' | 'tcp'): readonly Shadow[] {
  const space = RouteSpace.of(world);
  const { bounds } = space.access.algebra;
  // A delegate is used wherever somebody delegates to it.
  const gateways = route.hosts.length === 0 ? undefined : route.gateways;
  if (protocol !== 'http') { return shadowsIn(space, gateways, route[protocol].map(({ matches }) => matches.map(match => space.stream(match)))); }
  const rules = route.http.map(({ matches, delegate }) => {
    const sets = matches.map(match => space.http(match));
    // What a delegate leaves over goes on to the next rule.
    return delegate === undefined ? sets : (sets.length === 0 ? [bounds.all] : sets).map(({ may }) => ({ must: bounds.none.must, may }));
  });
  return shadowsIn(space, gateways, rules);
}

function told({ rule, match, by }: Shadow, paths: readonly string[]): Pick<Found, 'path' | 'message' | 'severity'> {
  const taker = by === undefined ? 'the rules before it take' : `${paths[by]} takes`;
  const path = `spec.${paths[rule]}`;
  return match === undefined ? { path, message: `${taker} everything that this rule matches` }
    : { path: `${path}.match[${match}]`, message: `${taker} everything that this match is for`, severity: 'info' };
}
