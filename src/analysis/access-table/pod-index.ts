import type { PodClass } from './peer-classes';
import type { MeshModel, Workload } from '../model';
import { namespaceLabels, selects } from '../network-policy/selector';
import type { Labels } from '../network-policy/selector';
import type { Truth } from '../network-policy/truth';
import { both } from '../network-policy/truth';

/** More pods than this are a class, not a list. */
const FEW = 8;

/** Finds the workloads whose pods a NetworkPolicy's selector means. */
export class PodIndex {
  private readonly byLabel = new Map<string, Workload[]>();
  private readonly lists = new Map<PodClass, readonly Workload[] | undefined>();
  private readonly namespaces = new Map<string, Labels>();

  public constructor(private readonly model: MeshModel) {
    // A machine is no pod.
    for (const workload of model.workloads.all.filter(({ outsideCluster }) => !outsideCluster)) {
      for (const [key, value] of workload.labels) {
        append(this.byLabel, `${key}=${value}`, workload);
        append(this.byLabel, `${workload.namespace} ${key}=${value}`, workload);
      }
    }
  }

  /** The workloads that a selector means, or perhaps means; undefined if they are a class rather than a list. */
  public few(peer: PodClass): readonly Workload[] | undefined {
    if (!this.lists.has(peer)) { this.lists.set(peer, this.find(peer)); }
    return this.lists.get(peer);
  }

  /** Whether the selector means the pods of the workload. */
  public means(peer: PodClass, workload: Workload): Truth {
    if (workload.outsideCluster) { return false; }
    const there = peer.namespaces === undefined ? peer.namespace === workload.namespace
      : selects(peer.namespaces, this.namespaceLabelsOf(workload.namespace));
    return there === false ? false : both(there, selects(peer.pods, key => workload.labels.get(key)));
  }

  private find(peer: PodClass): readonly Workload[] | undefined {
    let fewest: readonly (readonly Workload[])[] | undefined;
    let size = Infinity;
    for (const requirement of peer.pods) {
      if (!('operator' in requirement) || requirement.operator !== 'In') { continue; }
      const labelled = Array.from(requirement.values, value => this.byLabel.get(this.place(peer, `${requirement.key}=${value}`)) ?? []);
      const count = labelled.reduce((sum, { length }) => sum + length, 0);
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

  private place(peer: PodClass, label: string): string {
    return peer.namespace === undefined ? label : `${peer.namespace} ${label}`;
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

function append(map: Map<string, Workload[]>, key: string, workload: Workload): void {
  const list = map.get(key);
  if (list === undefined) { map.set(key, [workload]); } else { list.push(workload); }
}
