import type { PodClass } from './peer-classes';
import type { MeshModel, Workload } from '../model';
import { namespaceLabels, selects } from '../network-policy/selector';
import type { Labels } from '../network-policy/selector';
import type { Truth } from '../network-policy/truth';
import { both } from '../network-policy/truth';

/** More pods than this are a class, not a list. */
const FEW = 8;

/** Workloads by the key and the value of each of their labels. */
type LabelIndex = Map<string, Map<string, Workload[]>>;

const NOBODY: readonly Workload[] = [];

/** Finds the workloads whose pods a NetworkPolicy's selector means. */
export class PodIndex {
  private readonly everywhere: LabelIndex = new Map();
  private readonly byNamespace = new Map<string, LabelIndex>();
  private readonly lists = new Map<PodClass, readonly Workload[] | 'many'>();
  private readonly namespaces = new Map<string, Labels>();

  public constructor(private readonly model: MeshModel) {
    // A machine is no pod.
    for (const workload of model.workloads.all) {
      if (workload.outsideCluster) { continue; }
      let own = this.byNamespace.get(workload.namespace);
      if (own === undefined) { this.byNamespace.set(workload.namespace, own = new Map()); }
      for (const [key, value] of workload.labels) {
        append(this.everywhere, key, value, workload);
        append(own, key, value, workload);
      }
    }
  }

  /** The workloads that a selector means, or perhaps means; undefined if they are a class rather than a list. */
  public few(peer: PodClass): readonly Workload[] | undefined {
    let few = this.lists.get(peer);
    if (few === undefined) { this.lists.set(peer, few = this.find(peer) ?? 'many'); }
    return few === 'many' ? undefined : few;
  }

  /** Whether the selector means the pods of the workload. */
  public means(peer: PodClass, workload: Workload): Truth {
    if (workload.outsideCluster) { return false; }
    const there = peer.namespaces === undefined ? peer.namespace === workload.namespace
      : selects(peer.namespaces, this.namespaceLabelsOf(workload.namespace));
    return there === false ? false : both(there, selects(peer.pods, key => workload.labels.get(key)));
  }

  private find(peer: PodClass): readonly Workload[] | undefined {
    const index = peer.namespace === undefined ? this.everywhere : this.byNamespace.get(peer.namespace);
    let fewest: readonly (readonly Workload[])[] | undefined;
    let size = Infinity;
    for (const requirement of peer.pods) {
      if (!('operator' in requirement) || requirement.operator !== 'In') { continue; }
      const values = index?.get(requirement.key);
      const labelled: (readonly Workload[])[] = [];
      let count = 0;
      for (const value of requirement.values) {
        const workloads = values?.get(value) ?? NOBODY;
        labelled.push(workloads);
        count += workloads.length;
      }
      if (count < size) { [fewest, size] = [labelled, count]; }
    }
    if (fewest === undefined) { return undefined; }
    const found: Workload[] = [];
    for (const workloads of fewest) {
      for (const workload of workloads) {
        if (this.means(peer, workload) !== false) { found.push(workload); }
        if (found.length > FEW) { return undefined; }
      }
    }
    return found;
  }

  private namespaceLabelsOf(name: string): Labels {
    let labels = this.namespaces.get(name);
    if (labels === undefined) {
      const namespace = this.model.namespaces.get(name);
      this.namespaces.set(name, labels = namespaceLabels(name, namespace?.declared === true ? Object.fromEntries(namespace.labels) : undefined));
    }
    return labels;
  }
}

function append(index: LabelIndex, key: string, value: string, workload: Workload): void {
  let values = index.get(key);
  if (values === undefined) { index.set(key, values = new Map()); }
  const list = values.get(value);
  if (list === undefined) { values.set(value, [workload]); } else { list.push(workload); }
}
