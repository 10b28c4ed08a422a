import type { World } from './world';
import type { Labels, Workload } from '../../model';
import { selects } from '../../model';

const NONE: readonly Workload[] = [];

/** Finds pods by their labels without looking at all of them. */
export class Pods {
  public static of(world: World): Pods {
    return world.once(makePods);
  }

  private readonly byLabel = new Map<string, Workload[]>();
  private readonly known = new Map<string, readonly Workload[]>();

  public constructor(private readonly world: World) {
    for (const workload of world.model.workloads.all) {
      for (const [key, value] of workload.labels) {
        this.add(JSON.stringify([key, value]), workload);
        this.add(JSON.stringify([key, value, workload.namespace]), workload);
      }
    }
  }

  /** The workloads whose pods have all of the labels: those of a namespace, or of all. No labels select everything. */
  public selectedBy(labels: Labels, namespace?: string): readonly Workload[] {
    const key = JSON.stringify([[...labels], namespace]);
    let found = this.known.get(key);
    if (found === undefined) { this.known.set(key, found = this.find(labels, namespace)); }
    return found;
  }

  private find(labels: Labels, namespace: string | undefined): readonly Workload[] {
    const { workloads } = this.world.model;
    const place = namespace === undefined ? [] : [namespace];
    const lists = [...labels].map(([key, value]) => this.byLabel.get(JSON.stringify([key, value, ...place])) ?? NONE);
    const all = namespace === undefined ? workloads.all : workloads.in(namespace);
    const fewest = lists.reduce((a, b) => b.length < a.length ? b : a, all);
    return fewest.filter(workload => selects(labels, workload.labels));
  }

  private add(key: string, workload: Workload): void {
    const list = this.byLabel.get(key);
    if (list === undefined) { this.byLabel.set(key, [workload]); } else { list.push(workload); }
  }
}

function makePods(world: World): Pods {
  return new Pods(world);
}
