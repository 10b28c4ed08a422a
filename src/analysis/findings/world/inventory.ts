import type { World } from './world';
import { suggestion } from '../schema/suggestion';

/**
 * How much of the cluster the manifests show. What is missing in a namespace that they show is not there; of other namespaces,
 * and of the platform's, nothing can be said.
 */
export class Inventory {
  public static of(world: World): Inventory {
    return world.once(makeInventory);
  }

  private readonly platform: ReadonlySet<string>;
  private readonly inhabited: ReadonlySet<string>;
  private readonly declaring: boolean;
  private readonly partly: ReadonlySet<string>;
  private readonly known = new Map<string, boolean>();

  public constructor(private readonly world: World) {
    const { model } = world;
    this.platform = new Set(['default', model.meshConfig.rootNamespace, ...model.ingressGateways.map(({ namespace }) => namespace)]);
    const services = model.services.all.filter(({ exposure }) => exposure !== 'entry');
    this.inhabited = new Set([...model.workloads.all, ...services].map(({ namespace }) => namespace));
    this.partly = new Set(world.options.partlyShown);
    this.declaring = [...model.namespaces.values()].some(({ declared }) => declared);
  }

  /** Whether Services and workloads of the namespace that the manifests lack do not exist. */
  public shows(namespace: string): boolean {
    if (namespace.startsWith('kube-') || this.partly.has(namespace)) { return false; }
    if (this.inhabited.has(namespace)) { return true; }
    return !this.platform.has(namespace) && this.world.model.namespaces.get(namespace)?.declared === true;
  }

  /**
   * Whether there is such a namespace, or may be. Manifests seldom declare those of others, so one that they lack is taken for a mistake
   * only if what others own is told as well, by a context, or if the name is all but that of a namespace that they have.
   */
  public mayHave(namespace: string): boolean {
    let may = this.known.get(namespace);
    if (may === undefined) { this.known.set(namespace, may = this.decide(namespace)); }
    return may;
  }

  /** Whether there is no such namespace among those that are declared, where any are, and all of the cluster is shown. */
  public lacks(namespace: string): boolean {
    const { model, options } = this.world;
    if (options.otherNamespaces === true) { return !this.mayHave(namespace); }
    return this.declaring && !this.platform.has(namespace) && !namespace.startsWith('kube-') && !model.namespaces.has(namespace);
  }

  private decide(namespace: string): boolean {
    const { model, options } = this.world;
    if (!this.declaring || this.platform.has(namespace) || namespace.startsWith('kube-') || model.namespaces.has(namespace)) { return true; }
    // Numbered namespaces are alike, and no mistakes for each other.
    const unnumbered = (name: string): string => name.replace(/[0-9]+/g, '#');
    const others = [...model.namespaces.keys()].filter(name => unnumbered(name) !== unnumbered(namespace));
    return (options.context === undefined || options.otherNamespaces === true) && suggestion(namespace, others) === '';
  }
}

function makeInventory(world: World): Inventory {
  return new Inventory(world);
}
