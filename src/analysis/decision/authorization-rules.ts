import type { AuthorizationPolicy, Condition, FieldValues, OperationField, PolicyRule, SourceField, Values } from '../model';
import type { Arrival } from './arrival';
import type { MatchContext } from './authorization-inputs';
import {
  isHttpOnlyCondition, isHttpOnlyOperation, isHttpOnlySource, matchesCondition, matchesOperation, matchesSource,
} from './authorization-inputs';
import type { Tri } from './tri';
import { all, some } from './tri';

/** The first rule that matches, or may match. */
export interface RuleMatch {
  readonly matches: Tri;
  readonly rule?: PolicyRule;
}

/**
 * Whether a policy matches. On a connection that is not read as HTTP, a rule that asks for more than a connection has is
 * lost from ALLOW, which narrows it; and from every other action only the question is lost, which widens it.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function matchPolicy(policy: AuthorizationPolicy, arrival: Arrival, trustDomains: readonly string[]): RuleMatch {
  const asked: Asked = { arrival, context: { policyNamespace: policy.namespace, trustDomains } };
  const narrowed = policy.action === 'ALLOW' && !arrival.http;
  let uncertain: RuleMatch | undefined;
  for (const rule of policy.rules) {
    if (narrowed && asksForHttp(rule)) { continue; }
    const matches = matchRule(rule, asked);
    if (matches === true) { return { matches, rule }; }
    if (matches !== false) { uncertain ??= { matches, rule }; }
  }
  return uncertain ?? NO_MATCH;
}

const NO_MATCH: RuleMatch = { matches: false };

/** What is asked of the parts of a rule. */
interface Asked {
  readonly arrival: Arrival;
  readonly context: MatchContext;
}

/** Whether any part of the rule exists on HTTP only, so that an ALLOW rule is lost on a connection. */
export function asksForHttp(rule: PolicyRule): boolean {
  return (rule.from ?? []).some(source => [...source.keys()].some(isHttpOnlySource))
    || (rule.to ?? []).some(operation => [...operation.keys()].some(isHttpOnlyOperation))
    || rule.when.some(condition => isHttpOnlyCondition(condition.key));
}

/** False as soon as one part does not match, else unknown as soon as one is unknown. */
function matchRule({ from, to, when }: PolicyRule, asked: Asked): Tri {
  const source = from === undefined || some(from, matchAllOfSource, asked);
  if (source === false) { return false; }
  const operation = to === undefined || some(to, matchAllOfOperation, asked);
  if (operation === false) { return false; }
  const conditions = all(when, matchCondition, asked);
  return conditions === false || source === true && operation === true ? conditions : source === true ? operation : source;
}

function matchAllOfSource(source: FieldValues<SourceField>, asked: Asked): Tri {
  return all(fieldsOf(source), matchSourceField, asked);
}

function matchSourceField([field, values]: readonly [SourceField, Values], { arrival, context }: Asked): Tri {
  return !arrival.http && isHttpOnlySource(field) || matchesSource(field, values, arrival, context);
}

function matchAllOfOperation(operation: FieldValues<OperationField>, asked: Asked): Tri {
  return all(fieldsOf(operation), matchOperationField, asked);
}

const fields = new WeakMap<FieldValues<string>, readonly (readonly [string, Values])[]>();

/** As a list, which is gone through many times. */
function fieldsOf<F extends string>(part: FieldValues<F>): readonly (readonly [F, Values])[] {
  let known = fields.get(part);
  if (known === undefined) { fields.set(part, known = [...part]); }
  return known as readonly (readonly [F, Values])[];
}

function matchOperationField([field, values]: readonly [OperationField, Values], { arrival, context }: Asked): Tri {
  return !arrival.http && isHttpOnlyOperation(field) || matchesOperation(field, values, arrival, context);
}

function matchCondition(condition: Condition, { arrival, context }: Asked): Tri {
  return !arrival.http && isHttpOnlyCondition(condition.key) || matchesCondition(condition, arrival, context);
}
