import type { ByIdentity } from './by-identity';
import type { Input, Place } from './inputs';
import { conditionInput, matching, operationInput, sourceInput } from './inputs';
import type { Bounds } from '../algebra';
import type { AuthorizationPolicy, PolicyRule, Values } from '../model';

/**
 * The requests that a policy's rules match. Where requests are not read as HTTP, a rule of ALLOW that asks for more than
 * a connection has is lost; of other actions only the question is lost.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function policyMatches(policy: AuthorizationPolicy, place: Place): Bounds<ByIdentity> {
  const rules = policy.action === 'ALLOW' && !place.http ? policy.rules.filter(rule => !inputsOf(rule).some(part => part?.httpOnly === true)) : policy.rules;
  return place.space.boundsByIdentity.union(...rules.map(rule => ruleMatches(rule, place)));
}

function inputsOf(rule: PolicyRule): readonly (Input | undefined)[] {
  return [
    ...(rule.from ?? []).flatMap(source => [...source.keys()].map(sourceInput)),
    ...(rule.to ?? []).flatMap(operation => [...operation.keys()].map(operationInput)),
    ...rule.when.map(({ key }) => conditionInput(key)),
  ];
}

/** What is asked of the operation comes first: where it leaves nothing, as another port does, nobody's identity matters. */
function ruleMatches(rule: PolicyRule, place: Place): Bounds<ByIdentity> {
  const { byIdentity, boundsByIdentity: bounds } = place.space;
  const within = (before: Bounds<ByIdentity>, ask: () => Bounds<ByIdentity>): Bounds<ByIdentity> =>
    byIdentity.isEmpty(before.may) ? before : bounds.intersection(before, ask());
  const all = <F extends string>(fields: ReadonlyMap<F, Values>, inputOf: (field: F) => Input): Bounds<ByIdentity> =>
    [...fields].reduce((before, [field, values]) => within(before, () => asked(inputOf(field), values, place)), bounds.all);
  const operations = rule.to === undefined ? bounds.all : bounds.union(...rule.to.map(operation => all(operation, operationInput)));
  const requests = rule.from === undefined ? operations
    : within(operations, () => bounds.union(...(rule.from ?? []).map(source => all(source, sourceInput))));
  return rule.when.reduce((before, condition) => within(before, () => {
    const part = conditionInput(condition.key);
    if (part !== undefined) { return asked(part, condition, place); }
    place.doubt(`the condition ${condition.key} depends on what no manifest tells`);
    return bounds.unknown;
  }), requests);
}

function asked(part: Input, values: Values, place: Place): Bounds<ByIdentity> {
  return part.httpOnly && !place.http ? place.space.boundsByIdentity.all : matching(part, values, place);
}
