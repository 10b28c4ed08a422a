import { DEFAULT_ISTIO_VERSION } from './istio-versions';
import type { Manifest } from '../../manifest';
import type { Element, MeshModel, ModelOptions } from '../../model';
import { buildModel, readElements } from '../../model';

/** What findings depend on besides the manifests. */
export interface WorldOptions extends ModelOptions {
  /** Manifests of others that are there as well: they are believed, and nothing is reported of them. */
  readonly context?: readonly Manifest[];
  /** The model of context and manifests, where they have been read already. */
  readonly model?: MeshModel;
  /** The release of Istio, such as '1.30'. @default 1.30 */
  readonly istioVersion?: string;
  /** Whether the cluster has namespaces of which manifests and context say nothing, as it has for one app of many. @default false */
  readonly otherNamespaces?: boolean;
  /** Namespaces that hold more than manifests and context show. @default - none */
  readonly partlyShown?: readonly string[];
}

/**
 * Everything that rules may know: the manifests as they are written, and the model of what they mean. A rule that needs an index
 * of its own makes it by a function of the world, and asks for it with `once`, so that rules share it.
 */
export class World {
  /** Every object, in the order of the manifests, the context's first; of two of one name the last. */
  public readonly all: readonly Element[];
  public readonly model: MeshModel;
  public readonly istioVersion: string;

  private readonly byKind = new Map<string, Element[]>();
  private readonly own: ReadonlySet<string>;
  private readonly shared = new Map<(world: World) => unknown, unknown>();

  public constructor(public readonly manifests: readonly Manifest[], public readonly options: WorldOptions = {}) {
    const everything = [...options.context ?? [], ...manifests];
    this.model = options.model ?? buildModel(everything, options);
    this.istioVersion = options.istioVersion ?? DEFAULT_ISTIO_VERSION;
    const own = readElements(manifests, options);
    this.own = new Set(own.map(keyOf));
    this.all = everything.length === manifests.length ? own : readElements(everything, options);
    for (const element of this.all) {
      const kind = kindKey(element.kind, groupOf(element));
      const list = this.byKind.get(kind);
      if (list === undefined) { this.byKind.set(kind, [element]); } else { list.push(element); }
    }
  }

  /** The objects of a kind, whatever the version; the core group is ''. */
  public objects(kind: string, group: string): readonly Element[] {
    return this.byKind.get(kindKey(kind, group)) ?? [];
  }

  /** Whether findings about the object are to be told: it is not the context's. */
  public isOwn(element: Element): boolean {
    return this.own.has(keyOf(element));
  }

  /** What a function makes of this world, made once. */
  public once<T>(make: (world: World) => T): T {
    if (!this.shared.has(make)) { this.shared.set(make, make(this)); }
    return this.shared.get(make) as T;
  }
}

/** The API group of an object: '' is the core group. */
export function groupOf({ object }: Element): string {
  const apiVersion = typeof object.apiVersion === 'string' ? object.apiVersion : '';
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

function kindKey(kind: string, group: string): string {
  return `${kind}.${group}`;
}

function keyOf(element: Element): string {
  return `${kindKey(element.kind, groupOf(element))}/${element.namespace}/${element.name}`;
}
