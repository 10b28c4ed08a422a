import type { DeclaredEdge, PlainLabels } from './declaration';
import type { Workload } from '../model';

/** Calls by the namespace and the label `app` of pods; those that ask for no such label stand under undefined. */
type ByApp = Map<string, Map<string | undefined, DeclaredEdge[]>>;

/** Finds the declared calls of and to a workload by the labels of its pods. */
export class EdgeIndex {
  private readonly byCallee: ByApp = new Map();
  private readonly byCaller: ByApp = new Map();
  private readonly knownIncoming = new Map<Workload, DeclaredEdge[]>();
  private readonly knownOutgoing = new Map<Workload, DeclaredEdge[]>();

  public constructor(edges: readonly DeclaredEdge[]) {
    for (const edge of edges) {
      // What is outside has no pods, and names none of the namespace; machines of the mesh have what stands for them.
      if (edge.callee.addresses === undefined || edge.callee.machines) {
        append(this.byCallee, edge.callee.namespace, edge.callee.podLabels.app, edge);
      }
      append(this.byCaller, edge.caller.namespace, edge.caller.podLabels?.app, edge);
    }
  }

  public incoming(workload: Workload): readonly DeclaredEdge[] {
    let known = this.knownIncoming.get(workload);
    if (!known) {
      this.knownIncoming.set(workload, known = candidates(this.byCallee, workload).filter(({ callee }) => carries(workload, callee.podLabels)));
    }
    return known;
  }

  public outgoing(workload: Workload): readonly DeclaredEdge[] {
    let known = this.knownOutgoing.get(workload);
    if (!known) {
      this.knownOutgoing.set(workload, known = candidates(this.byCaller, workload).filter(({ caller }) => carries(workload, caller.podLabels)));
    }
    return known;
  }
}

/** Does a workload's pod carry all of these labels? */
export function carries({ labels }: Pick<Workload, 'labels'>, wanted: PlainLabels = {}): boolean {
  for (const label in wanted) {
    if (Object.hasOwn(wanted, label) && labels.get(label) !== wanted[label]) {
      return false;
    }
  }
  return true;
}

function candidates(edges: ByApp, { namespace, labels }: Workload): DeclaredEdge[] {
  const app = labels.get('app');
  const byApp = edges.get(namespace);
  return [...byApp?.get(undefined) ?? [], ...app === undefined ? [] : byApp?.get(app) ?? []];
}

function append(edges: ByApp, namespace: string, app: string | undefined, edge: DeclaredEdge): void {
  let byApp = edges.get(namespace);
  if (!byApp) {
    edges.set(namespace, byApp = new Map());
  }
  const list = byApp.get(app);
  if (list) {
    list.push(edge);
  } else {
    byApp.set(app, [edge]);
  }
}
