import type { World } from './world';
import { policyOf } from '../../decision/layers/network-policies';
import type { Element, Workload } from '../../model';
import type { Direction, Protocol } from '../../network-policy';
import type { Policy } from '../../network-policy/policy';
import { PolicyIndex } from '../../network-policy/policy-index';
import { admitsAnyPort } from '../../network-policy/ports';
import type { Labels } from '../../network-policy/selector';
import { selects } from '../../network-policy/selector';
import { doubt } from '../../network-policy/truth';

/** What NetworkPolicies leave of a port of a pod, whoever is at the other end. */
export interface Isolation {
  /** The first policy that isolates the pod. */
  readonly policy: Element;
  /** Whether a rule of any of them admits the port, for somebody. */
  readonly opened: boolean;
}

/** How NetworkPolicies isolate pods. */
export class PodIsolation {
  public static of(world: World): PodIsolation {
    return world.once(makePodIsolation);
  }

  private readonly policies = new Map<string, PolicyIndex>();
  private readonly selecting = new Map<Workload, readonly Policy[]>();

  public constructor(private readonly world: World) {}

  /** Whether NetworkPolicies isolate the pods of a workload in a direction, and leave a port; undefined where they do not, or nobody knows. */
  public at(workload: Workload, direction: Direction, protocol: Protocol, port: number): Isolation | undefined {
    let first: Policy | undefined;
    let opened = false;
    for (const policy of this.selectingPolicies(workload)) {
      const rules = policy.rules[direction];
      if (rules === undefined) { continue; }
      if (policy.doubt !== undefined) { return undefined; }
      first ??= policy;
      // In case of doubt it is opened.
      opened ||= rules.some(({ ports, peers }) => peers?.length !== 0 && admitsAnyPort(ports, protocol, port, noNames) !== false);
    }
    return first === undefined ? undefined : { policy: this.world.model.networkPolicies.all[first.ref.index], opened };
  }

  /** The policies that select the pods of a workload, or may. */
  public policiesOf(workload: Workload): readonly Element[] {
    return this.selectingPolicies(workload).map(({ ref }) => this.world.model.networkPolicies.all[ref.index]);
  }

  private selectingPolicies(workload: Workload): readonly Policy[] {
    let found = this.selecting.get(workload);
    if (found === undefined) {
      const labels: Labels = key => workload.labels.get(key);
      found = this.policiesIn(workload.namespace).candidates(labels).filter(({ pods }) => selects(pods, labels) !== false);
      this.selecting.set(workload, found);
    }
    return found;
  }

  private policiesIn(namespace: string): PolicyIndex {
    let policies = this.policies.get(namespace);
    if (policies === undefined) {
      const { model } = this.world;
      this.policies.set(namespace, policies = new PolicyIndex(model.networkPolicies.in(namespace).map(element => policyOf(model, element))));
    }
    return policies;
  }
}

const UNNAMED = doubt('names of ports are not looked up');

function noNames(): typeof UNNAMED { return UNNAMED; }

function makePodIsolation(world: World): PodIsolation {
  return new PodIsolation(world);
}
