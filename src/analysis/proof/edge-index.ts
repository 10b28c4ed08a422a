import type { DeclaredEdge, PlainLabels } from './declaration';
import type { Workload } from '../model';

/** Finds the declared calls of and to a workload by the labels of its pods. */
export class EdgeIndex {
  private readonly byCallee = new Map<string, DeclaredEdge[]>();
  private readonly byCaller = new Map<string, DeclaredEdge[]>();

  public constructor(edges: readonly DeclaredEdge[]) {
    for (const edge of edges) {
      // What is outside has no pods, and names none of the namespace; machines of the mesh have what stands for them.
      if (edge.callee.addresses === undefined || edge.callee.machines) {
        append(this.byCallee, keyOf(edge.callee.namespace, edge.callee.podLabels.app), edge);
      }
      append(this.byCaller, keyOf(edge.caller.namespace, edge.caller.podLabels?.app), edge);
    }
  }

  public incoming(workload: Workload): DeclaredEdge[] {
    return this.candidates(this.byCallee, workload).filter(({ callee }) => carries(workload, callee.podLabels));
  }

  public outgoing(workload: Workload): DeclaredEdge[] {
    return this.candidates(this.byCaller, workload).filter(({ caller }) => carries(workload, caller.podLabels ?? {}));
  }

  private candidates(edges: ReadonlyMap<string, DeclaredEdge[]>, { namespace, labels }: Workload): DeclaredEdge[] {
    const app = labels.get('app');
    return [...edges.get(keyOf(namespace, undefined)) ?? [], ...app === undefined ? [] : edges.get(keyOf(namespace, app)) ?? []];
  }
}

/** Does a workload's pod carry all of these labels? */
export function carries({ labels }: Workload, wanted: PlainLabels): boolean {
  return Object.entries(wanted).every(([label, value]) => labels.get(label) === value);
}

function keyOf(namespace: string, app: string | undefined): string {
  return app === undefined ? namespace : `${namespace} ${app}`;
}

function append(map: Map<string, DeclaredEdge[]>, key: string, edge: DeclaredEdge): void {
  const list = map.get(key);
  if (list) {
    list.push(edge);
  } else {
    map.set(key, [edge]);
  }
}
