import type { DeclaredBlock, DeclaredBounds, DeclaredEdge, PlainLabels } from './declaration';
import { differenceId } from './difference-id';
import type { Difference } from './proof';
import { policyOf } from '../decision/layers/network-policies';
import { oncePer } from '../decision/once';
import { dig } from '../json';
import type { Element, MeshModel, Workload } from '../model';
import type { Direction } from '../network-policy';
import type { IpBlock } from '../network-policy/ip-block';
import { compileIpBlock, coversBlock } from '../network-policy/ip-block';
import { Problems } from '../network-policy/json';
import type { Policy, Rule, RulePeer } from '../network-policy/policy';
import { PolicyIndex } from '../network-policy/policy-index';
import type { RulePort } from '../network-policy/ports';
import type { Labels, Requirement, Selector } from '../network-policy/selector';
import { selects } from '../network-policy/selector';

const NO_LABELS: PlainLabels = {};

/** Where a rule names no peers or no ports. */
const ANY = [undefined];

const METADATA_NAME = 'kubernetes.io/metadata.name';

/** A NetworkPolicy, ready to be held against declarations. */
export interface ReadPolicy {
  readonly element: Element;
  readonly policy: Policy;
}

/** Pods by labels, or addresses, and ports on which a connection was declared. */
export interface Permitted {
  readonly namespace?: string;
  readonly podLabels?: PlainLabels;
  readonly cidrs?: readonly string[];
  /** Addresses without some of them. */
  readonly blocks?: readonly DeclaredBlock[];
  readonly ports: readonly { readonly protocol: string; readonly port: number }[];
}

/** The NetworkPolicies of a namespace. */
interface NamespacePolicies {
  readonly index: PolicyIndex;
  readonly read: ReadonlyMap<Policy, ReadPolicy>;
}

const policiesIn = oncePer((model, namespace: string): NamespacePolicies => {
  const all = readPolicies(model, model.networkPolicies.in(namespace));
  return { index: new PolicyIndex(all.map(({ policy }) => policy)), read: new Map(all.map(one => [one.policy, one])) };
});

/** The NetworkPolicies that select a workload's pods, and perhaps others of its namespace. */
export function policiesFor(model: MeshModel, { namespace, labels }: Workload): readonly ReadPolicy[] {
  const { index, read } = policiesIn(model, namespace);
  return index.candidates(label => labels.get(label)).map(policy => read.get(policy)!);
}

export function readPolicies(model: MeshModel, elements: readonly Element[]): ReadPolicy[] {
  return elements.map(element => ({ element, policy: policyOf(model, element) }));
}

/**
 * What NetworkPolicies alone let in and out of a workload's pods beyond what was declared, whatever other layers say.
 *
 * Each rule is held against the declarations on its own: a peer counts as declared only if its selector is that of a
 * declared one or narrower. So pods that do not exist yet are covered too, and a difference may be reported for a rule
 * that several declarations together would justify, but none is missed.
 */
export function networkSafety(
  bounds: DeclaredBounds, workload: Workload, policies: readonly ReadPolicy[],
  incoming: readonly DeclaredEdge[], outgoing: readonly DeclaredEdge[],
): Difference[] {
  const ingress: Permitted[] = [...bounds.baseline.ingress, ...incoming.map(({ caller: { cidrs, namespace, podLabels }, targetPort }) => {
    const ports = [{ protocol: 'TCP', port: targetPort }];
    return cidrs ? { cidrs, ports } : { namespace, podLabels, ports };
  })];
  const egress: Permitted[] = [...bounds.baseline.egress, ...outgoing.map(({ callee: { addresses, namespace, podLabels }, targetPort }) => {
    const ports = [{ protocol: 'TCP', port: targetPort }];
    return addresses ? { blocks: addresses, ports } : { namespace, podLabels, ports };
  })];
  return [
    ...directionSafety(bounds, workload, 'Ingress', policies, ingress, incoming),
    ...directionSafety(bounds, workload, 'Egress', policies, egress, outgoing),
  ];
}

function directionSafety(
  bounds: DeclaredBounds, workload: Workload, direction: Direction, policies: readonly ReadPolicy[], permitted: readonly Permitted[],
  declared: readonly DeclaredEdge[],
): Difference[] {
  const pod = `${workload.namespace}/${workload.name}`;
  const [verb, side] = direction === 'Ingress' ? ['reaches', 'from'] : ['is reached by', 'to'];
  const difference = (message: string, what: string, object?: Element): Difference => ({
    id: differenceId('safety', 'networkPolicy', `${pod}:${direction}`, what),
    side: 'safety',
    layer: 'networkPolicy',
    path: bounds.path,
    message,
    declared,
    ...object ? { object } : {},
  });
  if (workload.outsideCluster) {
    return [difference(`${workload.kind} ${pod} is a machine, which no NetworkPolicy isolates, so anybody ${verb} it as far as its own network lets`, 'machine')];
  }
  const labels: Labels = label => workload.labels.get(label);
  const selecting = policies.filter(({ policy }) => policy.rules[direction] !== undefined && selects(policy.pods, labels) !== false);
  // Only a policy that certainly selects the pod isolates it.
  if (!selecting.some(({ policy }) => policy.doubt === undefined && selects(policy.pods, labels) === true)) {
    return [difference(`no NetworkPolicy isolates ${pod} for ${direction.toLowerCase()}, so any pod ${verb} it on any port`, 'not isolated')];
  }
  return selecting.flatMap(({ element, policy }) => (policy.rules[direction] ?? []).flatMap((rule, i) =>
    undeclared(rule, policy.ref.namespace, permitted).map(opening =>
      difference(
        `${element.kind} ${element.namespace}/${element.name} opens ${pod} ${side} ${opening} (${direction.toLowerCase()}[${i}]), which was not declared`,
        // Words may leave out what cannot be read; the rule itself does not.
        JSON.stringify([element.name, opening, dig(element.object, 'spec', direction.toLowerCase(), String(i))]), element))));
}

/** What a rule opens beyond what is permitted, in words. */
function undeclared(rule: Rule, namespace: string, permitted: readonly Permitted[]): string[] {
  const openings: string[] = [];
  for (const peer of rule.peers ?? ANY) {
    for (const port of rule.ports ?? ANY) {
      if (peer === undefined || port === undefined || !isPermitted(permitted, peer, port, namespace)) {
        openings.push(`${peerText(peer, namespace)} on ${portText(port)}`);
      }
    }
  }
  return openings;
}

function isPermitted(permitted: readonly Permitted[], peer: RulePeer, port: RulePort, namespace: string): boolean {
  for (const one of permitted) {
    // Ports are compared first, since that is done more quickly.
    if (coversPort(one, port) && coversPeer(one, peer, namespace)) {
      return true;
    }
  }
  return false;
}

function coversPort({ ports }: Permitted, port: RulePort): boolean {
  if (!('first' in port) || port.first !== port.last) {
    return false;
  }
  for (const one of ports) {
    if (one.port === port.first && one.protocol === port.protocol) {
      return true;
    }
  }
  return false;
}

/** A declared block, ready to be compared with those of policies; undefined if it is none. */
export function readBlock(declared: DeclaredBlock): IpBlock | undefined {
  const block = compileIpBlock(declared, 'addresses', new Problems());
  return 'causes' in block ? undefined : block;
}

export function coversPeer(permitted: Permitted, peer: RulePeer, namespace: string): boolean {
  if ('causes' in peer) {
    return false;
  }
  if ('block' in peer) {
    const { block } = peer;
    return [...(permitted.cidrs ?? []).map(cidr => ({ cidr })), ...permitted.blocks ?? []].map(readBlock)
      .some(one => one !== undefined && coversBlock(one, block));
  }
  if (permitted.namespace === undefined) {
    return false;
  }
  const inNamespace = peer.namespaces === undefined ? permitted.namespace === namespace : pins(peer.namespaces, METADATA_NAME, permitted.namespace);
  if (!inNamespace) {
    return false;
  }
  const { podLabels = NO_LABELS } = permitted;
  for (const label of Object.keys(podLabels)) {
    if (peer.pods === undefined || !pins(peer.pods, label, podLabels[label])) {
      return false;
    }
  }
  return true;
}

/** Does a requirement leave only this value of the label? */
function pins(selector: Selector, label: string, value: string): boolean {
  for (const requirement of selector) {
    if ('operator' in requirement && requirement.operator === 'In' && requirement.key === label
      && requirement.values.size === 1 && requirement.values.has(value)) {
      return true;
    }
  }
  return false;
}

function peerText(peer: RulePeer | undefined, namespace: string): string {
  if (peer === undefined) {
    return 'everybody';
  }
  if ('causes' in peer) {
    return `a peer that cannot be read (${peer.causes.join('; ')})`;
  }
  if ('block' in peer) {
    return `addresses ${peer.block.text}${peer.block.except.length > 0 ? ' (but for some)' : ''}`;
  }
  const pods = (peer.pods ?? []).map(requirementText).join(', ');
  const namespaces = peer.namespaces === undefined ? `namespace '${namespace}'`
    : peer.namespaces.length === 0 ? 'any namespace' : `namespaces with ${peer.namespaces.map(requirementText).join(', ')}`;
  return `${pods === '' ? 'any pod' : `pods with ${pods}`} of ${namespaces}`;
}

function requirementText(requirement: Requirement): string {
  if (!('operator' in requirement)) {
    return 'a requirement that cannot be read';
  }
  const values = 'values' in requirement ? [...requirement.values].join('|') : '';
  return requirement.operator === 'In' ? `${requirement.key}=${values}` : `${requirement.key} ${requirement.operator}${values && ` ${values}`}`;
}

function portText(port: RulePort | undefined): string {
  if (port === undefined) {
    return 'any port';
  }
  if ('causes' in port) {
    return 'a port that cannot be read';
  }
  if ('name' in port) {
    return `port '${port.name}' (${port.protocol})`;
  }
  return port.first === port.last ? `port ${port.first} (${port.protocol})` : `ports ${port.first}–${port.last} (${port.protocol})`;
}
