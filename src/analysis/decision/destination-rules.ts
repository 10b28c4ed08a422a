import { bySpecificity, hostWithin, isWildcard } from '../hosts';
import type { ClientTls, DestinationRule, MeshModel, Service, Subset, TrafficPolicy } from '../model';
import { selects } from '../model';
import { exportedTo } from './visibility';

/** The proxy that asks: its namespace and the labels of its pod. */
export interface Client {
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
}

/** What the rules for one host come to. */
export interface MergedRule {
  readonly rule: DestinationRule;
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets: readonly { readonly subset: Subset; readonly rule: DestinationRule }[];
  readonly broken?: DestinationRule;
}

/**
 * The rule that a client applies to a host: from its own namespace, else from the service's, else from the root
 * namespace. In each the most specific host wins, and only then is asked whether the client may see it.
 */
export function destinationRuleFor(model: MeshModel, client: Client, service: Service): MergedRule | undefined {
  let lookup = lookups.get(model);
  if (lookup === undefined) { lookups.set(model, lookup = new Lookup(model)); }
  return lookup.ruleFor(client, service);
}

const lookups = new WeakMap<MeshModel, Lookup>();

const NO_RULES: readonly DestinationRule[] = [];

/** The rules of a mesh by namespaces and hosts. */
class Lookup {
  private readonly own = new Map<string, RulesByHost>();
  private readonly exported = new Map<string, RulesByHost>();

  public constructor(private readonly model: MeshModel) {}

  public ruleFor(client: Client, service: Service): MergedRule | undefined {
    return merge(this.visible(client.namespace, service), client);
  }

  /** What the clients of one namespace apply to one service, in the order of age. */
  private visible(client: string, service: Service): readonly DestinationRule[] {
    const own = this.ownOf(client).mostSpecific(service.host);
    // Rules that are for other workloads of the namespace end the search all the same.
    if (own.length > 0) { return own; }
    for (const namespace of [service.namespace, this.model.meshConfig.rootNamespace]) {
      const found = this.exportedOf(namespace).mostSpecific(service.host);
      if (found.length === 0) { continue; }
      const visible = found.filter(rule => this.seenFrom(rule, client));
      // Who sees all of them has the same list as others, of which is known what it comes to.
      if (visible.length > 0) { return visible.length === found.length ? found : visible; }
    }
    return NO_RULES;
  }

  private ownOf(namespace: string): RulesByHost {
    let own = this.own.get(namespace);
    if (own === undefined) {
      const root = namespace === this.model.meshConfig.rootNamespace;
      this.own.set(namespace, own = new RulesByHost(this.model.destinationRules.in(namespace).filter(rule =>
        root ? isPrivate(this.model, rule) : this.seenFrom(rule, namespace))));
    }
    return own;
  }

  private exportedOf(namespace: string): RulesByHost {
    let exported = this.exported.get(namespace);
    if (exported === undefined) {
      const rules = this.model.destinationRules.in(namespace).filter(rule => !isPrivate(this.model, rule));
      this.exported.set(namespace, exported = new RulesByHost(rules));
    }
    return exported;
  }

  private seenFrom(rule: DestinationRule, namespace: string): boolean {
    return exportedTo(rule, exportOf(rule), this.model.meshConfig.destinationRuleExportTo, namespace);
  }
}

/** A rule with a workload selector never leaves its namespace. */
function exportOf(rule: DestinationRule): readonly string[] | undefined {
  return rule.workloadSelector === undefined ? rule.exportTo : ['.'];
}

function isPrivate(model: MeshModel, rule: DestinationRule): boolean {
  const list = exportOf(rule);
  const effective = list === undefined || list.length === 0 ? model.meshConfig.destinationRuleExportTo : list;
  return effective.every(entry => entry === '.' || entry === rule.namespace);
}

/** Rules by their hosts, in the order of age. */
class RulesByHost {
  private readonly exact = new Map<string, DestinationRule[]>();
  private readonly wildcards: readonly DestinationRule[];
  /** What is found by wildcards. */
  private readonly found = new Map<string, readonly DestinationRule[]>();

  public constructor(rules: readonly DestinationRule[]) {
    this.wildcards = rules.filter(rule => isWildcard(rule.host));
    for (const rule of rules) {
      const known = this.exact.get(rule.host);
      if (known === undefined) { this.exact.set(rule.host, [rule]); } else { known.push(rule); }
    }
  }

  /** The same list for the same host. */
  public mostSpecific(host: string): readonly DestinationRule[] {
    const exact = isWildcard(host) ? undefined : this.exact.get(host);
    if (exact !== undefined) { return exact; }
    if (this.wildcards.length === 0) { return NO_RULES; }
    let found = this.found.get(host);
    if (found === undefined) { this.found.set(host, found = this.byWildcard(host)); }
    return found;
  }

  private byWildcard(host: string): readonly DestinationRule[] {
    const [best] = this.wildcards.map(rule => rule.host).filter(own => hostWithin(host, own)).sort(bySpecificity);
    return best === undefined ? NO_RULES : this.wildcards.filter(rule => rule.host === best);
  }
}

const merges = new WeakMap<readonly DestinationRule[], MergedRule>();

/** What rules of one host come to for a client: the same for every pod, unless one of them selects pods. */
function merge(rules: readonly DestinationRule[], client: Client): MergedRule | undefined {
  if (rules.length === 0) { return undefined; }
  const known = merges.get(rules);
  if (known !== undefined) { return known; }
  const merged = mergeFor(rules, client);
  if (merged !== undefined && rules.every(rule => rule.workloadSelector === undefined)) { merges.set(rules, merged); }
  return merged;
}

/** The oldest keeps everything, younger ones add subsets, and a policy where there was none. */
function mergeFor(rules: readonly DestinationRule[], client: Client): MergedRule | undefined {
  const selected = rules.filter(rule => rule.workloadSelector !== undefined && selects(rule.workloadSelector, client.labels));
  const plain = rules.filter(rule => rule.workloadSelector === undefined);
  const candidates = selected.length > 0 ? selected : plain;
  if (candidates.length === 0) { return undefined; }
  // Rules that are exported differently are not merged; of several such groups the one that began last counts.
  const key = (rule: DestinationRule): string => JSON.stringify([[...rule.exportTo ?? []].sort(), [...rule.workloadSelector ?? []].sort()]);
  const keys = candidates.length === 1 ? [] : [...new Set(candidates.map(key))];
  const chosen = selected.length > 0 ? keys[0] : keys[keys.length - 1];
  const group = keys.length < 2 ? candidates : candidates.filter(rule => key(rule) === chosen);
  const subsets = new Map<string, { readonly subset: Subset; readonly rule: DestinationRule }>();
  for (const rule of group) {
    for (const subset of rule.subsets) {
      if (!subsets.has(subset.name)) { subsets.set(subset.name, { subset, rule }); }
    }
  }
  const trafficPolicy = group.find(rule => rule.trafficPolicy !== undefined)?.trafficPolicy;
  const broken = group.find(rule => rule.problems.length > 0);
  return {
    rule: group.find(rule => rule.trafficPolicy !== undefined) ?? group[0],
    ...trafficPolicy === undefined ? {} : { trafficPolicy },
    subsets: [...subsets.values()],
    ...broken === undefined ? {} : { broken },
  };
}

/** What a traffic policy says about one port. */
export interface PortPolicy {
  readonly tls?: ClientTls;
  readonly passthrough: boolean;
  readonly rule: string;
}

/** An entry for the port replaces the rest of the policy. */
export function policyForPort(policy: TrafficPolicy | undefined, port: number): PortPolicy | undefined {
  if (policy === undefined) { return undefined; }
  const entry = policy.ports.findIndex(setting => setting.port === port);
  const { tls, passthrough } = entry === -1 ? policy : policy.ports[entry];
  return { tls, passthrough, rule: entry === -1 ? 'trafficPolicy' : `trafficPolicy.portLevelSettings[${entry}]` };
}

/**
 * The mode of TLS as endpoint discovery reads it, which differs from the cluster's in two points: an entry for a port
 * that has no TLS leaves the policy's, and a subset without policy has none.
 */
export function endpointTls(policy: TrafficPolicy | undefined, port: number): ClientTls | undefined {
  return policy?.ports.find(setting => setting.port === port && setting.tls !== undefined)?.tls ?? policy?.tls;
}
