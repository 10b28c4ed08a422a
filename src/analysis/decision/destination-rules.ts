import { bySpecificity, hostWithin } from '../hosts';
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
  const { rootNamespace } = model.meshConfig;
  const own = model.destinationRules.in(client.namespace).filter(rule => client.namespace === rootNamespace
    ? isPrivate(model, rule) : exportedTo(rule, exportOf(rule), model.meshConfig.destinationRuleExportTo, client.namespace));
  const exported = (namespace: string): readonly DestinationRule[] => model.destinationRules.in(namespace).filter(rule => !isPrivate(model, rule));
  const steps = [own, exported(service.namespace), exported(rootNamespace)];
  for (const [i, rules] of steps.entries()) {
    const matching = mostSpecific(rules, service.host);
    const seen = (rule: DestinationRule): boolean => exportedTo(rule, exportOf(rule), model.meshConfig.destinationRuleExportTo, client.namespace);
    const visible = i === 0 ? matching : matching.filter(seen);
    // Rules that are for other workloads of the namespace end the search all the same.
    if (visible.length > 0) { return merge(visible, client); }
  }
  return undefined;
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

function mostSpecific(rules: readonly DestinationRule[], host: string): readonly DestinationRule[] {
  const matching = rules.filter(rule => hostWithin(host, rule.host)).map(rule => rule.host).sort(bySpecificity);
  return matching.length === 0 ? [] : rules.filter(rule => rule.host === matching[0]);
}

/** Rules of one host: the oldest keeps everything, younger ones add subsets, and a policy where there was none. */
function merge(rules: readonly DestinationRule[], client: Client): MergedRule | undefined {
  const selected = rules.filter(rule => rule.workloadSelector !== undefined && selects(rule.workloadSelector, client.labels));
  const plain = rules.filter(rule => rule.workloadSelector === undefined);
  const candidates = selected.length > 0 ? selected : plain;
  if (candidates.length === 0) { return undefined; }
  // Rules that are exported differently are not merged; of several such groups the one that began last counts.
  const key = (rule: DestinationRule): string => JSON.stringify([[...rule.exportTo ?? []].sort(), [...rule.workloadSelector ?? []].sort()]);
  const keys = [...new Set(candidates.map(key))];
  const chosen = selected.length > 0 ? keys[0] : keys[keys.length - 1];
  const group = candidates.filter(rule => key(rule) === chosen);
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
  return entry === -1 ? { ...policy, rule: 'trafficPolicy' } : { ...policy.ports[entry], rule: `trafficPolicy.portLevelSettings[${entry}]` };
}

/**
 * The mode of TLS as endpoint discovery reads it, which differs from the cluster's in two points: an entry for a port
 * that has no TLS leaves the policy's, and a subset without policy has none.
 */
export function endpointTls(policy: TrafficPolicy | undefined, port: number): ClientTls | undefined {
  return policy?.ports.find(setting => setting.port === port && setting.tls !== undefined)?.tls ?? policy?.tls;
}
