import type { World } from './world';

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

  public constructor(private readonly world: World) {
    const { model } = world;
    this.platform = new Set(['default', model.meshConfig.rootNamespace, ...model.ingressGateways.map(({ namespace }) => namespace)]);
    const services = model.services.all.filter(({ exposure }) => exposure !== 'entry');
    this.inhabited = new Set([...model.workloads.all, ...services].map(({ namespace }) => namespace));
    this.declaring = [...model.namespaces.values()].some(({ declared }) => declared);
  }

  /** Whether Services and workloads of the namespace that the manifests lack do not exist. */
  public shows(namespace: string): boolean {
    if (namespace.startsWith('kube-')) { return false; }
    if (this.inhabited.has(namespace)) { return true; }
    return !this.platform.has(namespace) && this.world.model.namespaces.get(namespace)?.declared === true;
  }

  /** Whether there is such a namespace, or may be: manifests that declare no namespaces at all leave that open. */
  public mayHave(namespace: string): boolean {
    return !this.declaring || this.platform.has(namespace) || namespace.startsWith('kube-') || this.world.model.namespaces.has(namespace);
  }
}

function makeInventory(world: World): Inventory {
  return new Inventory(world);
}
