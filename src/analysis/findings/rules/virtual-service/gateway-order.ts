import type { ProductSet } from '../../../algebra';
import { isCatchAll } from '../../../decision/match/routes';
import type { HttpRoute, VirtualService } from '../../../model';
import { nameOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Found, Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { boundTo } from '../../world/bindings';
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
    const reported = new Set<VirtualService>();
    for (const gateway of world.model.gateways.all) {
      const byHost = new Map<string, VirtualService[]>();
      for (const route of boundTo(world, gateway)) {
        for (const host of route.http.length === 0 ? [] : new Set(route.hosts)) {
          const list = byHost.get(host);
          if (list === undefined) { byHost.set(host, [route]); } else { list.push(route); }
        }
      }
      for (const routes of byHost.values()) {
        if (routes.length < 2) { continue; }
        for (const found of unlessTooLarge(() => overlaps(world, nameOf(gateway), routes)) ?? []) {
          if (!reported.has(found.route)) { yield found.found; }
          reported.add(found.route);
        }
      }
    }
  },
};

/** The VirtualServices, the oldest first, of which a rule overlaps with one of an older. */
function overlaps(world: World, gateway: string, routes: readonly VirtualService[]): readonly Overlap[] {
  const space = RouteSpace.of(world);
  const { sets } = space.access.algebra;
  const older: GatewayRule[] = [];
  // What takes everything goes last, and overlaps with its like only.
  const taken = new Map([[true, sets.none], [false, sets.none]]);
  return routes.flatMap(route => {
    const rules = rulesAt(space, route, gateway);
    const overlapping = rules.filter(({ takesAll, must }) => {
      const before = taken.get(takesAll) ?? sets.none;
      return !sets.isEmpty(sets.intersection(before, must, space.possible([gateway], before, must)));
    });
    const found = overlapping.map(own => overlap(space, gateway, older, own)).find(one => one !== undefined);
    older.push(...rules);
    for (const { takesAll, must } of rules) { taken.set(takesAll, sets.union(taken.get(takesAll) ?? sets.none, must)); }
    return found === undefined ? [] : [{ route, found }];
  });
}

interface Overlap {
  readonly route: VirtualService;
  readonly found: Found;
}

interface GatewayRule {
  readonly route: VirtualService;
  readonly rule: HttpRoute;
  readonly takesAll: boolean;
  /** The requests that it takes for certain. */
  readonly must: ProductSet;
  readonly action: string;
}

function overlap(space: RouteSpace, gateway: string, older: readonly GatewayRule[], own: GatewayRule): Found | undefined {
  const { sets } = space.access.algebra;
  for (const other of older) {
    if (own.takesAll !== other.takesAll || own.action === other.action) { continue; }
    const common = sets.intersection(other.must, own.must, space.possible([gateway], other.must, own.must));
    if (sets.isEmpty(common)) { continue; }
    const path = space.examplePath(common);
    const example = path === undefined ? '' : ` (${quoted(path)})`;
    return {
      object: own.route,
      path: `spec.${own.rule.path}`,
      message: `${other.rule.path} of VirtualService ${nameOf(other.route)} takes requests that this rule matches${example}; the one that is created first gets them`,
    };
  }
  return undefined;
}

function rulesAt(space: RouteSpace, route: VirtualService, gateway: string): readonly GatewayRule[] {
  const { sets } = space.access.algebra;
  return route.http.filter(({ delegate }) => delegate === undefined).flatMap((rule): readonly GatewayRule[] => {
    const shared = { route, rule, action: actionOf(route, rule) };
    if (rule.matches.length === 0) { return [{ ...shared, takesAll: true, must: sets.all }]; }
    const matches = rule.matches.filter(({ gateways }) => gateways.length === 0 || gateways.includes(gateway));
    const must = sets.union(...matches.map(match => space.http({ ...match, gateways: [] }).must));
    return matches.length === 0 ? [] : [{ ...shared, takesAll: matches.some(isCatchAll), must }];
  });
}

/** All that a rule does, besides what it is for. */
function actionOf(route: VirtualService, rule: HttpRoute): string {
  const index = Number(/\[(\d+)\]/.exec(rule.path)?.[1]);
  const { match: _match, name: _name, ...action } = Cursor.of(route.object, 'spec', 'http').items[index]?.object ?? {};
  return JSON.stringify(action);
}
