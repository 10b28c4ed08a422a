import type { IdentityNaming, Source } from './identity-source';
import { BY_PRINCIPAL, principalOf, sourcesOf } from './identity-source';
import type { DeclaredCall } from '../calls/declared-call';
import type { MeshKinds } from '../private/mesh-object';
import { inKeyOrder, sorted, sortedUnique } from '../private/naming';

type Spec = MeshKinds['AuthorizationPolicy'];
export type Rule = NonNullable<Spec['rules']>[number];
type Condition = NonNullable<Rule['when']>[number];
type Operation = NonNullable<NonNullable<Rule['to']>[number]['operation']>;

/** What a caller may do at a port; an absent list is any. */
interface Allowance {
  readonly port: number;
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
  readonly hosts?: readonly string[];
}

/**
 * The AuthorizationPolicy of the pods that a selector names: it admits the callers, each for what it declared. Without
 * callers it admits nobody.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function authorizationPolicy(selector: { readonly [label: string]: string }, calls: readonly DeclaredCall[], naming = BY_PRINCIPAL): Spec {
  return { selector: { matchLabels: selector }, action: 'ALLOW', rules: rulesFor(calls, naming) };
}

/** The AuthorizationPolicy that admits nobody to anything in its namespace. */
export function denyAll(): Spec {
  return {};
}

/** How many rules the CRD lets one policy have. */
const MAX_RULES = 512;

/** What is wrong with the callers of one callee taken together. */
export function callerProblems(calls: readonly DeclaredCall[]): string[] {
  // Calls are joined into rules, never split: so few need not be counted.
  if (calls.length <= MAX_RULES) { return []; }
  const rules = rulesFor(calls, BY_PRINCIPAL).length;
  return rules <= MAX_RULES ? []
    : [`is called by so many that its AuthorizationPolicy has ${rules} rules, and Istio takes ${MAX_RULES}; let whole namespaces call it, or callers share an identity on purpose.`];
}

/**
 * One rule a caller and what it must fulfil, and one more where it also opens connections without HTTP: on a TCP port Istio
 * drops a whole rule for a single HTTP field in it.
 */
function rulesFor(calls: readonly DeclaredCall[], naming: IdentityNaming): Rule[] {
  const groups = new Map<string, DeclaredCall[]>();
  for (const call of calls) {
    append(groups, principalOf(call.caller), call);
  }
  const rules: Rule[] = [];
  for (const group of inKeyOrder(groups)) {
    const sources = sourcesOf([group[0].caller], naming);
    for (const asked of askedFor(group)) { rules.push(ruleOf(sources, asked)); }
  }
  return rules;
}

/** A rule for any of the sources, or for everybody. */
export function ruleOf(sources: readonly Source[] | undefined, { operations, conditions }: Asked): Rule {
  return {
    ...sources ? { from: sources.map(source => ({ source })) } : {},
    ...operations.length > 0 ? { to: operations.map(operation => ({ operation })) } : {},
    // An absent list is any; an empty one Istio would take for none too, and people for nobody.
    ...conditions.length > 0 ? { when: conditions } : {},
  };
}

/** What must hold besides, in an order that declarations do not change. */
function conditionsOf({ conditions }: Pick<DeclaredCall, 'conditions'>): Condition[] {
  return conditions === undefined ? [] : sorted(conditions.map(({ key, values, notValues }) => ({
    key,
    ...values ? { values: sortedUnique(values) } : {},
    ...notValues ? { notValues: sortedUnique(notValues) } : {},
  })), condition => JSON.stringify(condition));
}

function allowanceOf(call: Pick<DeclaredCall, 'port' | 'operation' | 'arrives'>): Allowance {
  const { methods, paths, hosts } = call.arrives ?? call.operation ?? {};
  return {
    // Proxies see the pod's port, not the Service's.
    port: call.port.targetPort,
    methods: methods && sortedUnique(methods),
    paths: paths && sortedUnique(paths.map(path => path.text)),
    hosts: hosts && sortedUnique(hosts.flatMap(withPort)),
  };
}

/** Requests may name the port after the host, and policies compare the whole. A suffix has no form with any port. */
function withPort(host: string): string[] {
  return host.startsWith('*') || host.endsWith('*') || /:\d+$/.test(host) ? [host] : [host, `${host}:*`];
}

/** What may be asked, for each set of conditions under which it may. */
export interface Asked {
  readonly operations: Operation[];
  readonly conditions: Condition[];
}

/** Requests and connections as rules ask for them, whoever sends them. */
export function askedFor(calls: readonly Pick<DeclaredCall, 'port' | 'operation' | 'conditions'>[]): Asked[] {
  const groups = new Map<string, Pick<DeclaredCall, 'port' | 'operation' | 'conditions'>[]>();
  for (const call of calls) {
    const protocol = call.operation ? 'http' : 'tcp';
    append(groups, call.conditions === undefined ? protocol : [protocol, ...conditionsOf(call).map(condition => JSON.stringify(condition))].join(' '), call);
  }
  return inKeyOrder(groups).map(group => ({
    operations: merge(group.map(allowanceOf)).map(operationOf),
    conditions: conditionsOf(group[0]),
  }));
}

/** Say the same in fewer operations: join paths where all else is equal, then methods. */
function merge(allowances: readonly Allowance[]): readonly Allowance[] {
  return allowances.length < 2 ? allowances : join(join(allowances, 'paths'), 'methods');
}

function join(allowances: readonly Allowance[], field: 'paths' | 'methods'): Allowance[] {
  const groups = new Map<string, Allowance>();
  for (const allowance of allowances) {
    const { [field]: values, port, hosts } = allowance;
    const key = JSON.stringify([port, hosts, field === 'methods' ? undefined : allowance.methods, field === 'paths' ? undefined : allowance.paths]);
    const known = groups.get(key);
    const others = known?.[field];
    const union = known === undefined ? values : others && values && sortedUnique([...others, ...values]);
    groups.set(key, { ...allowance, [field]: union });
  }
  return sorted(groups, ([key, allowance]) => `${key}${JSON.stringify(allowance[field])}`).map(([, allowance]) => allowance);
}

function operationOf(allowance: Allowance): Operation {
  return {
    ports: [String(allowance.port)],
    ...allowance.methods ? { methods: [...allowance.methods] } : {},
    ...allowance.paths ? { paths: [...allowance.paths] } : {},
    ...allowance.hosts ? { hosts: [...allowance.hosts] } : {},
  };
}

function append<V>(groups: Map<string, V[]>, key: string, value: V): void {
  const group = groups.get(key);
  if (group === undefined) { groups.set(key, [value]); } else { group.push(value); }
}
