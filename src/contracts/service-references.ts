import type { IConstruct } from 'constructs';
import { refusedCalls } from './admitted';
import { otherThanDeployed } from './as-deployed';
import type { Admission, ContractService } from './contract-document';
import { CallGraph } from '../calls/call-graph';
import { Mesh } from '../mesh/mesh';
import { perApp } from '../private/per-app';
import { AppProof } from '../proof/app-proof';
import { contextOf } from '../proof/context';

/** What is known of a service that lives elsewhere. */
export interface ReferencedService extends Omit<ContractService, 'admits'> {
  readonly admits?: readonly Admission[];
  /** The contract that says it; undefined where this app does. */
  readonly saidBy?: string;
}

/** The services of an app that live elsewhere: what is said of them is held against what is known, else taken for granted. */
export class ServiceReferences {
  public static of(scope: IConstruct): ServiceReferences {
    return perApp(scope, 'ServiceReferences', root => new ServiceReferences(root));
  }

  private readonly known = new Map<IConstruct & Readable, () => ReferencedService>();

  private constructor(root: IConstruct) {
    AppProof.of(root).assume(mesh => [...this.known].filter(([construct]) => Mesh.of(construct) === mesh)
      .map(([construct, service]) => assumptionOf(construct, service(), isShown(mesh, service()))));
  }

  public add(construct: IConstruct & Readable, service: () => ReferencedService): void {
    this.known.set(construct, service);
  }

  /** What contradicts what is said of a service: calls that its contract does not admit, and what the mesh's context has. */
  public problemsOf(construct: IConstruct & Readable): string[] {
    const service = this.known.get(construct)!();
    const { model } = contextOf(Mesh.of(construct));
    return [...refusedCalls(service, CallGraph.of(construct).incoming(construct.node.path)), ...otherThanDeployed(model, service)];
  }

  /** Labels of the pods in a namespace that contracts of other apps tell of. */
  public podsIn(namespace: string): { readonly [label: string]: string }[] {
    return [...this.known].filter(([{ _unreadable }]) => _unreadable === undefined).map(([, service]) => service())
      .filter(service => service.saidBy !== undefined && service.namespace === namespace).map(({ podLabels }) => podLabels);
  }
}

interface Readable {
  /** Why nothing is known of the service. */
  readonly _unreadable?: string;
}

function isShown(mesh: Mesh, { namespace, podLabels }: ReferencedService): boolean {
  return contextOf(mesh).model.workloads.in(namespace).some(({ labels }) =>
    Object.entries(podLabels).every(([label, value]) => labels.get(label) === value));
}

function assumptionOf({ node }: IConstruct, { name, namespace, saidBy }: ReferencedService, shown: boolean): string {
  return shown ? `service '${name}' of namespace '${namespace}' is the one of the context`
    : `service '${name}' of namespace '${namespace}' is deployed as ${saidBy ?? `'${node.path}'`} says, and enforced there`;
}
