import { acknowledgementOf } from './acknowledgements';
import { allRules } from './all-rules';
import type { AcknowledgedFinding, Finding, FindingsResult } from './finding';
import type { Found, Rule } from './rule';
import type { JsonObject } from '../json';
import { stringOr } from '../json';
import { toldOnce } from './told-once';
import type { Manifest } from '../manifest';
import { compare } from '../model';
import { World } from './world/world';
import type { WorldOptions } from './world/world';

/**
 * Everything that is wrong with manifests, as the API server, Istio and Kiali would tell later, and what none of them tells.
 * Pure; never throws.
 *
 * @param rules the rules to apply. @default - all
 * @param onRule is told how many rules are done, before each
 */
export function findAll(
  manifests: readonly Manifest[], options: WorldOptions = {}, rules: readonly Rule[] = allRules(), onRule?: (done: number) => void,
): FindingsResult {
  const world = new World(manifests, options);
  let places: ReadonlyMap<JsonObject, number> | undefined;
  const open: [number, Finding][] = [];
  const acknowledged: [number, AcknowledgedFinding][] = [];
  const seen = new Set<string>();
  for (const [done, rule] of rules.entries()) {
    onRule?.(done);
    for (const found of rule.find(world)) {
      if (!world.isOwn(found.object)) { continue; }
      const finding = findingOf(rule, found);
      const key = JSON.stringify([finding.code, finding.object, finding.path, finding.message]);
      if (seen.has(key)) { continue; }
      seen.add(key);
      places ??= new Map(world.all.map((element, i) => [element.object, i]));
      const place = places.get(found.object.object) ?? world.all.length;
      const reason = acknowledgementOf(found.object, rule);
      if (reason === undefined) { open.push([place, finding]); } else { acknowledged.push([place, { finding, reason }]); }
    }
  }
  return {
    open: inOrder(toldOnce(open, ([, finding]) => finding), finding => finding),
    acknowledged: inOrder(acknowledged, ({ finding }) => finding),
  };
}

function findingOf(rule: Rule, { object, path, message, fix, severity }: Found): Finding {
  return {
    code: rule.code,
    aliases: rule.aliases,
    severity: severity ?? rule.severity,
    object: { apiVersion: stringOr(object.object.apiVersion, ''), kind: object.kind, namespace: object.namespace, name: object.name },
    path: path ?? '',
    message,
    fix: fix ?? rule.fix,
    ...object.origin === undefined ? {} : { origin: object.origin },
  };
}

/** By the place of the object in the manifests, then by code and path. */
function inOrder<T>(list: readonly [number, T][], findingIn: (item: T) => Finding): readonly T[] {
  return [...list].sort(([i, a], [j, b]) => {
    const [one, other] = [findingIn(a), findingIn(b)];
    return compare(i, j) || compare(one.code, other.code) || compare(one.path, other.path) || compare(one.message, other.message);
  }).map(([, item]) => item);
}
