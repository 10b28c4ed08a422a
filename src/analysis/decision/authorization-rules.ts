import type { AuthorizationPolicy, FieldValues, OperationField, PolicyRule, SourceField } from '../model';
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
  const context = { policyNamespace: policy.namespace, trustDomains };
  const rules = policy.action === 'ALLOW' && !arrival.http ? policy.rules.filter(rule => !asksForHttp(rule)) : policy.rules;
  let uncertain: RuleMatch | undefined;
  for (const rule of rules) {
    const matches = matchRule(rule, arrival, context);
    if (matches === true) { return { matches, rule }; }
    if (matches !== false) { uncertain ??= { matches, rule }; }
  }
  return uncertain ?? { matches: false };
}

/** Whether any part of the rule exists on HTTP only, so that an ALLOW rule is lost on a connection. */
export function asksForHttp(rule: PolicyRule): boolean {
  return (rule.from ?? []).some(source => [...source.keys()].some(isHttpOnlySource))
    || (rule.to ?? []).some(operation => [...operation.keys()].some(isHttpOnlyOperation))
    || rule.when.some(condition => isHttpOnlyCondition(condition.key));
}

function matchRule(rule: PolicyRule, arrival: Arrival, context: MatchContext): Tri {
  const { from, to } = rule;
  const parts: readonly (() => Tri)[] = [
    () => from === undefined ? true : some(from, source => matchAllOfSource(source, arrival, context)),
    () => to === undefined ? true : some(to, operation => matchAllOfOperation(operation, arrival, context)),
    () => all(rule.when, condition => !arrival.http && isHttpOnlyCondition(condition.key) || matchesCondition(condition, arrival, context)),
  ];
  return all(parts, part => part());
}

function matchAllOfSource(source: FieldValues<SourceField>, arrival: Arrival, context: MatchContext): Tri {
  return all(source, ([field, values]) => !arrival.http && isHttpOnlySource(field) || matchesSource(field, values, arrival, context));
}

function matchAllOfOperation(operation: FieldValues<OperationField>, arrival: Arrival, context: MatchContext): Tri {
  return all(operation, ([field, values]) => !arrival.http && isHttpOnlyOperation(field) || matchesOperation(field, values, arrival, context));
}
