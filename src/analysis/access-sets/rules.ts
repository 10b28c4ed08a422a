import type { AccessSpace } from './access-space';
import type { ByIdentity } from './by-identity';
import type { Input, Place } from './inputs';
import { conditionInput, matching, operationInput, sourceInput } from './inputs';
import type { Bounds } from '../algebra';
import type { AuthorizationPolicy, Condition, FieldValues, PolicyRule, SourceField, Values } from '../model';

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
  for (const operation of to) { for (const field of operation.keys()) { if (operationInput(field).httpOnly) { return true; } } }
  for (const source of from) { for (const field of source.keys()) { if (sourceInput(field).httpOnly) { return true; } } }
  return when.some(({ key }) => conditionInput(key)?.httpOnly === true);
}

/** Whether it says something of one port and something else of another. */
export function asksForPort({ to = [], when }: PolicyRule): boolean {
  for (const operation of to) { if (operation.has('ports')) { return true; } }
  for (const { key } of when) { if (key === 'destination.port') { return true; } }
  return false;
}

/** What is asked of the operation comes first: where it leaves nothing, as another port does, nobody's identity matters. */
function ruleMatches(rule: PolicyRule, place: Place): Bounds<ByIdentity> {
  const { byIdentity, boundsByIdentity: bounds } = place.space;
  let requests = operations(rule.to, place);
  if (rule.from !== undefined && !byIdentity.isEmpty(requests.may)) { requests = bounds.intersection(requests, sources(rule.from, place)); }
  for (const condition of rule.when) {
    if (byIdentity.isEmpty(requests.may)) { break; }
    requests = bounds.intersection(requests, conditioned(condition, place));
  }
  return requests;
}

function conditioned(condition: Condition, place: Place): Bounds<ByIdentity> {
  const part = conditionInput(condition.key);
  if (part !== undefined) { return asked(part, condition, place); }
  place.doubt(`the condition ${condition.key} depends on what no manifest tells`);
  return place.space.boundsByIdentity.unknown;
}

function operations(to: PolicyRule['to'], place: Place): Bounds<ByIdentity> {
  if (to === undefined) { return place.space.boundsByIdentity.all; }
  const port = to.some(operation => operation.has('ports')) ? place.port : '';
  return once(to, `${place.http} ${port}`, place, at => anyOf(to, operationInput, at));
}

/** The fields of sources for which nothing counts but the identity. */
const OF_IDENTITIES: ReadonlySet<SourceField> = new Set(['principals', 'namespaces', 'trustDomains']);

function isOfIdentities(source: FieldValues<SourceField>): boolean {
  for (const field of source.keys()) { if (!OF_IDENTITIES.has(field)) { return false; } }
  return true;
}

function sources(from: PolicyRule['from'] = [], place: Place): Bounds<ByIdentity> {
  return from.every(isOfIdentities)
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
