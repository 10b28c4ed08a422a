import type { AccessSpace } from './access-space';
import type { ByIdentity } from './by-identity';
import type { Input, Place } from './inputs';
import { conditionInput, matching, operationInput, sourceInput } from './inputs';
import type { Bounds } from '../algebra';
import type { AuthorizationPolicy, PolicyRule, SourceField, Values } from '../model';

/**
 * The requests that a policy's rules match. Where requests are not read as HTTP, a rule of ALLOW that asks for more than
 * a connection has is lost; of other actions only the question is lost.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function policyMatches(policy: AuthorizationPolicy, place: Place): Bounds<ByIdentity> {
  const rules = policy.action === 'ALLOW' && !place.http ? policy.rules.filter(rule => !asksForHttp(rule)) : policy.rules;
  return place.space.boundsByIdentity.union(...rules.map(rule => ruleMatches(rule, place)));
}

function asksForHttp({ from = [], to = [], when }: PolicyRule): boolean {
  return when.some(({ key }) => conditionInput(key)?.httpOnly === true)
    || to.some(operation => [...operation.keys()].some(field => operationInput(field).httpOnly))
    || from.some(source => [...source.keys()].some(field => sourceInput(field).httpOnly));
}

/** What is asked of the operation comes first: where it leaves nothing, as another port does, nobody's identity matters. */
function ruleMatches(rule: PolicyRule, place: Place): Bounds<ByIdentity> {
  const { byIdentity, boundsByIdentity: bounds } = place.space;
  const within = (before: Bounds<ByIdentity>, ask: () => Bounds<ByIdentity>): Bounds<ByIdentity> =>
    byIdentity.isEmpty(before.may) ? before : bounds.intersection(before, ask());
  const requests = rule.from === undefined ? operations(rule.to, place) : within(operations(rule.to, place), () => sources(rule.from, place));
  return rule.when.reduce((before, condition) => within(before, () => {
    const part = conditionInput(condition.key);
    if (part !== undefined) { return asked(part, condition, place); }
    place.doubt(`the condition ${condition.key} depends on what no manifest tells`);
    return bounds.unknown;
  }), requests);
}

function operations(to: PolicyRule['to'], place: Place): Bounds<ByIdentity> {
  if (to === undefined) { return place.space.boundsByIdentity.all; }
  const port = to.some(operation => operation.has('ports')) ? place.port : '';
  return once(to, `${place.http} ${port}`, place, at => anyOf(to, operationInput, at));
}

/** The fields of sources for which nothing counts but the identity. */
const OF_IDENTITIES: ReadonlySet<SourceField> = new Set(['principals', 'namespaces', 'trustDomains']);

function sources(from: PolicyRule['from'] = [], place: Place): Bounds<ByIdentity> {
  return from.every(source => [...source.keys()].every(field => OF_IDENTITIES.has(field)))
    ? once(from, place.trustDomains.join(' '), place, at => anyOf(from, sourceInput, at)) : anyOf(from, sourceInput, place);
}

/** The requests for which one of some alternatives holds with all of its fields. */
function anyOf<F extends string>(alternatives: readonly ReadonlyMap<F, Values>[], inputOf: (field: F) => Input, place: Place): Bounds<ByIdentity> {
  const { byIdentity, boundsByIdentity: bounds } = place.space;
  return bounds.union(...alternatives.map(fields => {
    let all = bounds.all;
    for (const [field, values] of fields) {
      if (byIdentity.isEmpty(all.may)) { break; }
      all = bounds.intersection(all, asked(inputOf(field), values, place));
    }
    return all;
  }));
}

/** By the part of a rule, and by what besides it decides. */
const found = new WeakMap<AccessSpace, WeakMap<object, Map<string, Bounds<ByIdentity>>>>();

/** What is found of parts of rules that are written alike, which are one object, is found once. What is doubted is asked again, to say so again. */
function once(part: object, key: string, place: Place, find: (place: Place) => Bounds<ByIdentity>): Bounds<ByIdentity> {
  let parts = found.get(place.space);
  if (parts === undefined) { found.set(place.space, parts = new WeakMap()); }
  let known = parts.get(part);
  if (known === undefined) { parts.set(part, known = new Map()); }
  let bounds = known.get(key);
  if (bounds === undefined) {
    let certain = true;
    bounds = find({
      ...place,
      doubt: cause => {
        certain = false;
        place.doubt(cause);
      },
    });
    if (certain) { known.set(key, bounds); }
  }
  return bounds;
}

function asked(part: Input, values: Values, place: Place): Bounds<ByIdentity> {
  return part.httpOnly && !place.http ? place.space.boundsByIdentity.all : matching(part, values, place);
}
