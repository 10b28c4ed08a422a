import type { Reader } from '../json';
import { dig, valueAt } from '../json';
import { Alike } from './alike';
import type { Attachment } from './authentication';
import { readAttachment } from './authentication';
import type { Element } from './element';
import type { Source } from './source';
import { elementOf } from './source';

export type PolicyAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

/** The names of a source's fields, without `not`. */
export const SOURCE_FIELDS = [
  'principals', 'requestPrincipals', 'namespaces', 'serviceAccounts', 'trustDomains', 'ipBlocks', 'remoteIpBlocks',
] as const;
export type SourceField = typeof SOURCE_FIELDS[number];

/** The names of an operation's fields, without `not`. */
export const OPERATION_FIELDS = ['hosts', 'ports', 'methods', 'paths'] as const;
export type OperationField = typeof OPERATION_FIELDS[number];

/** Values of which one must hold, and values of which none may. Empty lists are absent ones. */
export interface Values {
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

export type FieldValues<F extends string> = ReadonlyMap<F, Values>;

export interface Condition extends Values {
  readonly key: string;
}

export interface PolicyRule {
  /** Alternatives; undefined admits every source. */
  readonly from?: readonly FieldValues<SourceField>[];
  /** Alternatives; undefined admits every operation. */
  readonly to?: readonly FieldValues<OperationField>[];
  readonly when: readonly Condition[];
  readonly path: string;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/ */
export interface AuthorizationPolicy extends Element, Attachment {
  readonly action: PolicyAction;
  readonly provider?: string;
  readonly dryRun: boolean;
  readonly rules: readonly PolicyRule[];
}

/** What was read of parts of rules that are written alike: it is one object, so that what follows from it is found once. */
type Known = Readonly<Record<'from' | 'to', Alike<readonly FieldValues<string>[]>>>;

/** A reader of many policies. */
export function authorizationPolicyReader(): (source: Source) => AuthorizationPolicy {
  const known: Known = { from: new Alike(), to: new Alike() };
  return source => readAuthorizationPolicy(source, known);
}

function readAuthorizationPolicy(source: Source, known: Known): AuthorizationPolicy {
  const spec = source.reader.object('spec').knows('selector', 'targetRef', 'targetRefs', 'action', 'provider', 'rules');
  const action = spec.string('action') ?? 'ALLOW';
  if (action !== 'ALLOW' && action !== 'DENY' && action !== 'AUDIT' && action !== 'CUSTOM') {
    spec.report(`action ${action} is not an action`);
  }
  const dryRun = dig(source.object, 'metadata', 'annotations', 'istio.io/dry-run');
  const provider = spec.object('provider').string('name');
  return {
    ...readAttachment(spec),
    action: action as PolicyAction,
    ...provider === undefined ? {} : { provider },
    dryRun: typeof dryRun === 'string' && /^(1|t|T|TRUE|true|True)$/.test(dryRun),
    rules: (spec.objects('rules') ?? []).map((rule, i) => readRule(rule.knows('from', 'to', 'when'), `rules[${i}]`, known)),
    ...elementOf(source),
  };
}

function readRule(rule: Reader, path: string, known: Known): PolicyRule {
  const from = readAlternatives(rule, 'from', 'source', SOURCE_FIELDS, known);
  const to = readAlternatives(rule, 'to', 'operation', OPERATION_FIELDS, known);
  return {
    ...from === undefined ? {} : { from },
    ...to === undefined ? {} : { to },
    when: (rule.objects('when') ?? []).map(condition => ({
      key: condition.knows('key', 'values', 'notValues').string('key') ?? '',
      values: condition.strings('values') ?? [],
      notValues: condition.strings('notValues') ?? [],
    })),
    path,
  };
}

/** An empty list of alternatives is refused by Istio's webhook; the API server alone reads it as absent. */
function readAlternatives<F extends SourceField | OperationField>(
  rule: Reader, key: 'from' | 'to', within: string, fields: readonly F[], known: Known,
): readonly FieldValues<F>[] | undefined {
  if (!rule.has(key)) { return undefined; }
  const place = known[key].placeOf(valueAt(rule.value, key));
  if (place?.item !== undefined) { return place.item as readonly FieldValues<F>[]; }
  const problems = rule.problems.length;
  const read = rule.objects(key)?.map(entry => readFields(entry.knows(within).object(within), fields));
  if (read === undefined || read.length === 0) { return undefined; }
  if (place !== undefined && rule.problems.length === problems) { place.item = read; }
  return read;
}

const NEGATED: Readonly<Record<SourceField | OperationField, string>> = {
  principals: 'notPrincipals',
  requestPrincipals: 'notRequestPrincipals',
  namespaces: 'notNamespaces',
  serviceAccounts: 'notServiceAccounts',
  trustDomains: 'notTrustDomains',
  ipBlocks: 'notIpBlocks',
  remoteIpBlocks: 'notRemoteIpBlocks',
  hosts: 'notHosts',
  ports: 'notPorts',
  methods: 'notMethods',
  paths: 'notPaths',
};
const KNOWN_FIELDS: ReadonlyMap<readonly string[], readonly string[]> = new Map([SOURCE_FIELDS, OPERATION_FIELDS].map(
  fields => [fields, fields.flatMap(field => [field, NEGATED[field]])] as const));

function readFields<F extends SourceField | OperationField>(holder: Reader, fields: readonly F[]): FieldValues<F> {
  const before = holder.problems.length;
  holder.knows(...KNOWN_FIELDS.get(fields) ?? []);
  const read = new Map<F, Values>();
  for (const field of fields) {
    const values = holder.strings(field) ?? [];
    const notValues = holder.strings(NEGATED[field]) ?? [];
    if (values.length > 0 || notValues.length > 0) { read.set(field, { values, notValues }); }
  }
  // It would match everything. Istio's webhook refuses it, so nobody means that.
  if (read.size === 0 && holder.problems.length === before) { holder.report('this asks for nothing'); }
  return read;
}
