import type { PodClass } from './peer-classes';
import type { MeshModel, Workload } from '../model';
import { knownLabels, namespaceLabels, selects } from '../network-policy/selector';
import type { Labels } from '../network-policy/selector';
import type { Truth } from '../network-policy/truth';
import { both } from '../network-policy/truth';

/** More pods than this are a class, not a list. */
const FEW = 8;

/** Finds the workloads whose pods a NetworkPolicy's selector means. */
export class PodIndex {
  private readonly byLabel = new Map<string, Workload[]>();
  private readonly labels = new Map<Workload, Labels>();
  private readonly namespaces = new Map<string, Labels>();

  public constructor(private readonly model: MeshModel) {
    for (const workload of model.workloads.all) {
      for (const [key, value] of workload.labels) {
        append(this.byLabel, `${key}=${value}`, workload);
        append(this.byLabel, `${workload.namespace} ${key}=${value}`, workload);
      }
    }
  }

  /** The workloads that a selector means, or perhaps means; undefined if they are a class rather than a list. */
  public few(peer: PodClass): readonly Workload[] | undefined {
    const labelled = peer.pods.flatMap(requirement => 'operator' in requirement && requirement.operator === 'In'
      ? [[...requirement.values].flatMap(value => this.byLabel.get(this.place(peer, `${requirement.key}=${value}`)) ?? [])] : []);
    if (labelled.length === 0) { return undefined; }
    const fewest = labelled.reduce((a, b) => b.length < a.length ? b : a);
    const found: Workload[] = [];
    for (const workload of fewest) {
      if (this.means(peer, workload) !== false) { found.push(workload); }
      if (found.length > FEW) { return undefined; }
    }
    return found;
  }

  /** Whether the selector means the pods of the workload. */
  public means(peer: PodClass, workload: Workload): Truth {
    const there = peer.namespaces === undefined ? peer.namespace === workload.namespace
      : selects(peer.namespaces, this.namespaceLabelsOf(workload.namespace));
    return there === false ? false : both(there, selects(peer.pods, this.labelsOf(workload)));
  }

  private place(peer: PodClass, label: string): string {
    return peer.namespace === undefined ? label : `${peer.namespace} ${label}`;
  }

  private labelsOf(workload: Workload): Labels {
    let labels = this.labels.get(workload);
    if (labels === undefined) { this.labels.set(workload, labels = knownLabels(Object.fromEntries(workload.labels))); }
    return labels;
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
