import type { AlignedWorkload } from './aligned';
import type { Element, MeshModel, Workload } from '../model';

/**
 * What may be otherwise in a newer version, by what the objects say: too much rather than too little. What is not touched need not be
 * compared.
 */
export class Touched {
  /** What every workload depends on: the mesh's configuration, its root namespace, services and routes. */
  public readonly everything: boolean;
  private readonly namespaces = new Map<string, boolean>();
  private readonly root: boolean;

  public constructor(private readonly before: MeshModel, private readonly after: MeshModel) {
    this.root = printOf(before.meshConfig) !== printOf(after.meshConfig) || this.ofNamespace(before.meshConfig.rootNamespace)
      || this.ofNamespace(after.meshConfig.rootNamespace);
    this.everything = this.root || sharedBy(before) !== sharedBy(after);
  }

  /** The workload itself, or an object that only its namespace has. */
  public atHome({ namespace, before, after }: AlignedWorkload): boolean {
    return before === undefined || after === undefined || pods(before) !== pods(after) || this.ofNamespace(namespace);
  }

  /** Whatever decides what a workload's own side lets in. */
  public asCallee(workload: AlignedWorkload): boolean {
    return this.root || this.atHome(workload);
  }

  private ofNamespace(namespace: string): boolean {
    let touched = this.namespaces.get(namespace);
    if (touched === undefined) {
      this.namespaces.set(namespace, touched = boundTo(this.before, namespace) !== boundTo(this.after, namespace));
    }
    return touched;
  }
}

/** The objects of a namespace, but for its workloads. */
function boundTo(model: MeshModel, namespace: string): string {
  const known = model.namespaces.get(namespace);
  return printOf([
    known?.declared, known === undefined ? [] : [...known.labels].sort(),
    ...[
      model.services, model.sidecars, model.peerAuthentications, model.requestAuthentications, model.authorizationPolicies,
      model.networkPolicies, model.extensions, model.destinationRules,
    ].map(elements => elements.in(namespace).map(content)),
  ]);
}

/** What callers of all namespaces may meet on their way. */
function sharedBy({ services, virtualServices, destinationRules, apiRoutes, gateways, ingressGateways, others }: MeshModel): string {
  return printOf([
    ...[services, virtualServices, destinationRules, apiRoutes, gateways].map(elements => elements.all.map(content)),
    others.filter(({ kind }) => kind === 'Ingress').map(content),
    ingressGateways.map(({ namespace, serviceAccount, labels }) => [namespace, serviceAccount, [...labels]]),
  ]);
}

function content({ kind, namespace, name, object, created, problems }: Element): unknown {
  return [kind, namespace, name, object, created, problems];
}

/** All that a model knows of pods. */
function pods({ origin: _origin, object, labels, annotations, ...rest }: Workload): string {
  return printOf([rest, [...labels].sort(), [...annotations].sort(), object]);
}

function printOf(value: unknown): string {
  return JSON.stringify(value);
}
