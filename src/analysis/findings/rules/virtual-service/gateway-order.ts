import type { Bounds } from '../../../algebra';
import { isCatchAll } from '../../../decision/match/routes';
import type { HttpRoute, VirtualService } from '../../../model';
import { Cursor } from '../../cursor';
import type { Found, Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { boundTo } from '../../world/bindings';
import { nameOf } from '../../world/by-name';
import { RouteSpace, unlessTooLarge } from '../../world/route-space';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services */
export const GATEWAY_ORDER: Rule = {
  code: 'MESH0447',
  severity: 'warning',
  aliases: ['KIA1106'],
  title: 'routes of two VirtualServices that overlap at a gateway',
  explanation: 'A gateway merges the VirtualServices of a host: the rules of the oldest come first, and only rules that take everything go last. Where rules of two '
    + 'overlap, the order of their creation decides, not which of them is more specific. Rules that do not overlap, or do the same, are no conflict.',
  fix: 'Put the overlapping rules into one VirtualService, in the order that is meant.',
  *find(world) {
    const reported = new Set<string>();
    for (const gateway of world.model.gateways.all) {
      const byHost = new Map<string, VirtualService[]>();
      for (const route of boundTo(world, gateway)) {
        if (route.http.length === 0) { continue; }
        for (const host of new Set(route.hosts)) { byHost.set(host, [...byHost.get(host) ?? [], route]); }
      }
      for (const routes of byHost.values()) {
        for (const [i, younger] of routes.entries()) {
          for (const older of routes.slice(0, i)) {
            const key = `${nameOf(older)} ${nameOf(younger)}`;
            if (reported.has(key)) { continue; }
            const found = unlessTooLarge(() => overlap(world, nameOf(gateway), older, younger));
            if (found === undefined) { continue; }
            reported.add(key);
            yield found;
          }
        }
      }
    }
  },
};

interface GatewayRule {
  readonly rule: HttpRoute;
  readonly takesAll: boolean;
  readonly sets: readonly Bounds[];
}

function overlap(world: World, gateway: string, older: VirtualService, younger: VirtualService): Found | undefined {
  const space = RouteSpace.of(world);
  const { sets } = space.access.algebra;
  const first = rulesAt(space, older, gateway);
  for (const own of rulesAt(space, younger, gateway)) {
    for (const other of first) {
      if (own.takesAll !== other.takesAll || actionOf(older, other.rule) === actionOf(younger, own.rule)) { continue; }
      for (const [a, b] of other.sets.flatMap(set => own.sets.map(match => [set.must, match.must] as const))) {
        const common = sets.intersection(a, b, space.possible([gateway], a, b));
        if (sets.isEmpty(common)) { continue; }
        const path = space.examplePath(common);
        const example = path === undefined ? '' : ` (${quoted(path)})`;
        return {
          object: younger,
          path: `spec.${own.rule.path}`,
          message: `${other.rule.path} of VirtualService ${nameOf(older)} takes requests that this rule matches${example}; the one that is created first gets them`,
        };
      }
    }
  }
  return undefined;
}

function rulesAt(space: RouteSpace, route: VirtualService, gateway: string): readonly GatewayRule[] {
  return route.http.filter(({ delegate }) => delegate === undefined).flatMap((rule): readonly GatewayRule[] => {
    const matches = rule.matches.filter(({ gateways }) => gateways.length === 0 || gateways.includes(gateway));
    if (rule.matches.length === 0) { return [{ rule, takesAll: true, sets: [space.access.algebra.bounds.all] }]; }
    const sets = matches.map(match => space.http({ ...match, gateways: [] }));
    return matches.length === 0 ? [] : [{ rule, takesAll: matches.some(isCatchAll), sets }];
  });
}

/** All that a rule does, besides what it is for. */
function actionOf(route: VirtualService, rule: HttpRoute): string {
  const index = Number(/\[(\d+)\]/.exec(rule.path)?.[1]);
  const { match: _match, name: _name, ...action } = Cursor.of(route.object, 'spec', 'http').items[index]?.object ?? {};
  return JSON.stringify(action);
}
