import type { World } from './world';
import type { Element, Workload } from '../../model';
import type { Direction, Protocol } from '../../network-policy';
import type { Policy } from '../../network-policy/policy';
import { compilePolicy } from '../../network-policy/policy';
import { PolicyIndex } from '../../network-policy/policy-index';
import { admitsAnyPort } from '../../network-policy/ports';
import { knownLabels, selects } from '../../network-policy/selector';
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

  public constructor(private readonly world: World) {
    const all = world.model.networkPolicies.all.map(({ object, namespace, name }, index) =>
      compilePolicy({ ...object, metadata: { namespace, name } }, { namespace, name, index }));
    for (const namespace of new Set(all.map(({ ref }) => ref.namespace))) {
      this.policies.set(namespace, new PolicyIndex(all.filter(({ ref }) => ref.namespace === namespace)));
    }
  }

  /** Whether NetworkPolicies isolate the pods of a workload in a direction, and leave a port; undefined where they do not, or nobody knows. */
  public at(workload: Workload, direction: Direction, protocol: Protocol, port: number): Isolation | undefined {
    const policies = this.selectingPolicies(workload).filter(({ rules }) => rules[direction] !== undefined);
    const [first] = policies;
    if (first === undefined || policies.some(policy => policy.doubt !== undefined)) { return undefined; }
    const unnamed = doubt('names of ports are not looked up');
    // In case of doubt it is opened.
    const opened = policies.some(({ rules }) => rules[direction]!.some(({ ports, peers }) =>
      peers?.length !== 0 && admitsAnyPort(ports, protocol, port, () => unnamed) !== false));
    return { policy: this.world.model.networkPolicies.all[first.ref.index], opened };
  }

  /** The policies that select the pods of a workload, or may. */
  public policiesOf(workload: Workload): readonly Element[] {
    return this.selectingPolicies(workload).map(({ ref }) => this.world.model.networkPolicies.all[ref.index]);
  }

  private selectingPolicies(workload: Workload): readonly Policy[] {
    let found = this.selecting.get(workload);
    if (found === undefined) {
      const labels = knownLabels(Object.fromEntries(workload.labels));
      found = this.policies.get(workload.namespace)?.candidates(labels).filter(({ pods }) => selects(pods, labels) !== false) ?? [];
      this.selecting.set(workload, found);
    }
    return found;
  }
}

function makePodIsolation(world: World): PodIsolation {
  return new PodIsolation(world);
}
