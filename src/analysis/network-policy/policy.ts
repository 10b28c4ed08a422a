import type { Direction, PolicyRef } from './decision';
import { compileIpBlock, type IpBlock } from './ip-block';
import { checkFields, field, isObject, shown, Problems, type JsonObject } from './json';
import { opensBesides } from './other-apis';
import { compilePort, type RulePort } from './ports';
import { compileSelector, type Selector } from './selector';
import { doubt, type Doubt } from './truth';

/** Whom a rule speaks of: addresses, or pods of this namespace, or pods of the namespaces that a selector finds. */
export type RulePeer =
  | { readonly block: IpBlock }
  | { readonly namespaces: Selector | undefined; readonly pods: Selector | undefined }
  | Doubt;

export interface Rule {
  /** undefined: everyone. */
  readonly peers: readonly RulePeer[] | undefined;
  /** undefined: every port of every protocol. */
  readonly ports: readonly RulePort[] | undefined;
}

/** A NetworkPolicy, read once. */
export interface Policy {
  readonly ref: PolicyRef;
  readonly pods: Selector;
  /** The rules of each direction that the policy is for; undefined if it is not for that direction. */
  readonly rules: Readonly<Record<Direction, readonly Rule[] | undefined>>;
  /** Set if the API server would refuse the object, or drop a part of it: then it is not known whether it applies. */
  readonly doubt: Doubt | undefined;
}

const PEERS_FIELD = { Ingress: 'from', Egress: 'to' } as const;

/**
 * Reads a policy as the API server would; what it would not take makes the policy doubtful, and never throws.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource
 */
export function compilePolicy(object: JsonObject, ref: PolicyRef): Policy {
  if (opensBesides(object) !== undefined) return opaquePolicy(object, ref);
  const problems = new Problems();
  const spec = field(object, 'spec') ?? {};
  const own = isObject(spec) ? spec : {};
  if (!isObject(spec)) problems.add('spec', `must be an object, is ${shown(spec)}`);
  checkFields(own, ['podSelector', 'policyTypes', 'ingress', 'egress'], 'spec', problems);
  checkMetadata(object, problems);

  const types = policyTypes(own, problems);
  const rules = {
    Ingress: compileRules(own, 'Ingress', problems),
    Egress: compileRules(own, 'Egress', problems),
  };
  return {
    ref,
    // Missing is the same as empty: all pods of the namespace.
    pods: compileSelector(field(own, 'podSelector') ?? {}, 'spec.podSelector', problems),
    rules: {
      Ingress: types.includes('Ingress') ? rules.Ingress : undefined,
      Egress: types.includes('Egress') ? rules.Egress : undefined,
    },
    doubt: problems.all.length === 0 ? undefined
      : doubt(...problems.all.map((problem) => `NetworkPolicy ${ref.namespace}/${ref.name}: ${problem}`)),
  };
}

/** One of another API: which pods it is for, and what it opens, is not known. */
function opaquePolicy(object: JsonObject, ref: PolicyRef): Policy {
  const unknown = doubt(`${String(field(object, 'kind'))} ${ref.namespace}/${ref.name} opens connections in its own way, which is not modelled`);
  const rules: readonly Rule[] = [{ peers: [unknown], ports: undefined }];
  return { ref, pods: [], rules: { Ingress: rules, Egress: rules }, doubt: unknown };
}

/**
 * The default depends on the rules, not on the field: `egress: []` alone does not make a policy an egress policy,
 * as the API server looks whether there are any egress rules.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
function policyTypes(spec: JsonObject, problems: Problems): readonly Direction[] {
  const types = field(spec, 'policyTypes') ?? [];
  if (Array.isArray(types) && types.length <= 2 && types.every((type): type is Direction => type === 'Ingress' || type === 'Egress')) {
    if (types.length > 0) return types;
    const egress = field(spec, 'egress');
    return Array.isArray(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  }
  problems.add('spec.policyTypes', 'must be a list of Ingress, Egress or both');
  // Which directions it was meant for is anyone's guess, so both are in doubt.
  return ['Ingress', 'Egress'];
}

function compileRules(spec: JsonObject, direction: Direction, problems: Problems): readonly Rule[] {
  const path = `spec.${direction.toLowerCase()}`;
  const rules = field(spec, direction.toLowerCase()) ?? [];
  if (Array.isArray(rules)) {
    const compiled: Rule[] = [];
    for (let i = 0; i < rules.length; i++) compiled.push(compileRule(rules[i], direction, `${path}[${i}]`, problems));
    return compiled;
  }
  const broken = doubt(problems.add(path, `must be a list, is ${shown(rules)}`));
  return [{ peers: [broken], ports: undefined }];
}

function compileRule(rule: unknown, direction: Direction, path: string, problems: Problems): Rule {
  if (!isObject(rule)) return { peers: [doubt(problems.add(path, `must be an object, is ${shown(rule)}`))], ports: undefined };
  const peers = PEERS_FIELD[direction];
  checkFields(rule, [peers, 'ports'], path, problems);
  return {
    peers: compileList(field(rule, peers), `${path}.${peers}`, compilePeer, problems),
    ports: compileList(field(rule, 'ports'), `${path}.ports`, compilePort, problems),
  };
}

/** Missing and empty say the same: nothing is asked for. */
function compileList<T>(
  list: unknown, path: string, compile: (item: unknown, path: string, problems: Problems) => T | Doubt, problems: Problems,
): readonly (T | Doubt)[] | undefined {
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) return [doubt(problems.add(path, `must be a list, is ${shown(list)}`))];
  if (list.length === 0) return undefined;
  const compiled: (T | Doubt)[] = [];
  for (let i = 0; i < list.length; i++) compiled.push(compile(list[i], `${path}[${i}]`, problems));
  return compiled;
}

/**
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
function compilePeer(peer: unknown, path: string, problems: Problems): RulePeer {
  if (!isObject(peer)) return doubt(problems.add(path, `must be an object, is ${shown(peer)}`));
  checkFields(peer, ['podSelector', 'namespaceSelector', 'ipBlock'], path, problems);
  const pods = field(peer, 'podSelector');
  const namespaces = field(peer, 'namespaceSelector');
  const block = field(peer, 'ipBlock');
  if (pods === undefined && namespaces === undefined) {
    if (block === undefined) return doubt(problems.add(path, 'needs a podSelector, a namespaceSelector or an ipBlock'));
    const compiled = compileIpBlock(block, `${path}.ipBlock`, problems);
    return 'causes' in compiled ? compiled : { block: compiled };
  }
  if (block !== undefined) return doubt(problems.add(path, 'must not have an ipBlock beside a selector'));
  return {
    namespaces: namespaces === undefined ? undefined : compileSelector(namespaces, `${path}.namespaceSelector`, problems),
    pods: pods === undefined ? undefined : compileSelector(pods, `${path}.podSelector`, problems),
  };
}

function checkMetadata(object: JsonObject, problems: Problems): void {
  const metadata = field(object, 'metadata') ?? {};
  if (!isObject(metadata)) {
    problems.add('metadata', `must be an object, is ${shown(metadata)}`);
    return;
  }
  for (const name of ['name', 'namespace']) {
    const value = field(metadata, name);
    if (value !== undefined && typeof value !== 'string') problems.add(`metadata.${name}`, `must be a string, is ${shown(value)}`);
  }
}
