import type { CallingPods } from './guard-rail';
import type { MeshModel, Workload } from '../model';
import type { Policy, Rule, RulePeer } from '../network-policy/policy';
import { admitsAnyPort } from '../network-policy/ports';
import type { Labels } from '../network-policy/selector';
import { knownLabels, namespaceLabels, selects } from '../network-policy/selector';
import { doubt } from '../network-policy/truth';
import { coversPeer, readPolicies } from '../proof/network-safety';

/**
 * Whom NetworkPolicies at the callee may let connect, also of pods that no manifest shows: those may have any label that is
 * not known of them. What cannot be told counts as let in.
 */
export class Openings {
  private readonly policies = new Map<string, readonly Policy[]>();

  public constructor(private readonly model: MeshModel) {}

  /** May anybody connect to the port, but pods that are excepted? */
  public toAnybody(callee: Workload, port: number, except: readonly CallingPods[] = []): boolean {
    return this.some(callee, port, (peer, namespace) => peer === undefined || !except.some(pods =>
      pods.namespace !== undefined && coversPeer({ namespace: pods.namespace, podLabels: pods.labels, ports: [] }, peer, namespace)));
  }

  /** May pods with these labels, and perhaps others, connect to the port? */
  public toPods(callee: Workload, port: number, { namespace, labels }: CallingPods): boolean {
    if (namespace === undefined) {
      return this.toAnybody(callee, port);
    }
    const pods: Labels = key => labels?.[key] ?? doubt(`label ${key} is not known`);
    const declared = this.model.namespaces.get(namespace);
    const ofNamespace = namespaceLabels(namespace, declared?.declared ? Object.fromEntries(declared.labels) : undefined);
    return this.some(callee, port, (peer, policyNamespace) => {
      // Addresses of pods are not known.
      if (peer === undefined || 'causes' in peer || 'block' in peer) {
        return true;
      }
      const inNamespace = peer.namespaces === undefined ? policyNamespace === namespace : selects(peer.namespaces, ofNamespace) !== false;
      return inNamespace && (peer.pods === undefined || selects(peer.pods, pods) !== false);
    });
  }

  /** Is there a rule that may let such a peer in? An absent peer is everybody. */
  private some(callee: Workload, port: number, admits: (peer: RulePeer | undefined, namespace: string) => boolean): boolean {
    const labels = knownLabels(Object.fromEntries(callee.labels));
    const selecting = this.of(callee.namespace).filter(({ rules, pods }) => rules.Ingress !== undefined && selects(pods, labels) !== false);
    // Pods on the host's network are let alone by most plugins.
    const isolated = !callee.hostNetwork && selecting.some(policy => policy.doubt === undefined && selects(policy.pods, labels) === true);
    return !isolated || selecting.some(({ rules, ref, doubt: broken }) => broken !== undefined || (rules.Ingress ?? []).some(rule =>
      opens(rule, callee, port) && (rule.peers ?? [undefined]).some(peer => admits(peer, ref.namespace))));
  }

  private of(namespace: string): readonly Policy[] {
    let known = this.policies.get(namespace);
    if (known === undefined) {
      known = readPolicies(this.model, this.model.networkPolicies.in(namespace)).map(({ policy }) => policy);
      this.policies.set(namespace, known);
    }
    return known;
  }
}

function opens({ ports }: Rule, callee: Workload, port: number): boolean {
  const named = (name: string, protocol: string): readonly number[] =>
    callee.ports.filter(one => one.name === name && one.protocol === protocol).map(one => one.port);
  return admitsAnyPort(ports, 'TCP', port, named) !== false;
}
