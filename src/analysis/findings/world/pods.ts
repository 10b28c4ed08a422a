import type { World } from './world';
import type { Labels, Workload } from '../../model';
import { selects } from '../../model';

const NONE: readonly Workload[] = [];

/** Finds pods by their labels without looking at all of them. */
export class Pods {
  public static of(world: World): Pods {
    return world.once(makePods);
  }

  private readonly indexes = new Map<string | undefined, LabelIndex>();

  public constructor(private readonly world: World) {}

  /** The workloads whose pods have all of the labels: those of a namespace, or of all. No labels select everything. */
  public selectedBy(labels: Labels, namespace?: string): readonly Workload[] {
    let index = this.indexes.get(namespace);
    if (index === undefined) {
      const { workloads } = this.world.model;
      this.indexes.set(namespace, index = new LabelIndex(namespace === undefined ? workloads.all : workloads.in(namespace)));
    }
    return index.selectedBy(labels);
  }
}

/** Some workloads by their labels. */
class LabelIndex {
  private readonly byLabel = new Map<string, Map<string, Workload[]>>();
  /** What selectors of the model have found: many rules ask for the same. */
  private readonly known = new Map<Labels, readonly Workload[]>();

  public constructor(private readonly all: readonly Workload[]) {
    for (const workload of all) {
      for (const [key, value] of workload.labels) {
        let values = this.byLabel.get(key);
        if (values === undefined) { this.byLabel.set(key, values = new Map()); }
        const list = values.get(value);
        if (list === undefined) { values.set(value, [workload]); } else { list.push(workload); }
      }
    }
  }

  public selectedBy(labels: Labels): readonly Workload[] {
    let found = this.known.get(labels);
    if (found === undefined) { this.known.set(labels, found = this.find(labels)); }
    return found;
  }

  private find(labels: Labels): readonly Workload[] {
    let fewest = this.all;
    for (const [key, value] of labels) {
      const list = this.byLabel.get(key)?.get(value) ?? NONE;
      if (list.length < fewest.length) { fewest = list; }
    }
    return fewest.filter(workload => selects(labels, workload.labels));
  }
}

function makePods(world: World): Pods {
  return new Pods(world);
}
