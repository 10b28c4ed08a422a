import { DEFAULT_ISTIO_VERSION } from './istio-versions';
import type { Manifest } from '../../manifest';
import type { Element, MeshModel, ModelOptions } from '../../model';
import { buildModel, nameOf, readElements } from '../../model';

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
  private readonly own: readonly Element[];
  private readonly ownElements: ReadonlySet<Element>;
  private ownKeys?: ReadonlySet<string>;
  private readonly shared = new Map<(world: World) => unknown, unknown>();

  public constructor(public readonly manifests: readonly Manifest[], public readonly options: WorldOptions = {}) {
    const context = options.context ?? [];
    this.model = options.model ?? buildModel([...context, ...manifests], options);
    this.istioVersion = options.istioVersion ?? DEFAULT_ISTIO_VERSION;
    this.own = readElements(manifests, options);
    this.ownElements = new Set(this.own);
    this.all = context.length === 0 ? this.own : [...withoutThose(readElements(context, options), this.own), ...this.own];
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
    // Elements of the model are others, read from the same objects.
    return this.ownElements.has(element) || (this.ownKeys ??= new Set(this.own.map(keyOf))).has(keyOf(element));
  }

  /** What a function makes of this world, made once. */
  public once<T>(make: (world: World) => T): T {
    const known = this.shared.get(make);
    if (known !== undefined) { return known as T; }
    const made = make(this);
    this.shared.set(make, made);
    return made;
  }
}

/** The API group of an object: '' is the core group. */
export function groupOf({ object }: Element): string {
  const apiVersion = typeof object.apiVersion === 'string' ? object.apiVersion : '';
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Elements but for those that others come after under the same name. */
function withoutThose(elements: readonly Element[], others: readonly Element[]): readonly Element[] {
  const byName = new Map<string, Element[]>();
  for (const element of elements) {
    const list = byName.get(nameOf(element));
    if (list === undefined) { byName.set(nameOf(element), [element]); } else { list.push(element); }
  }
  const replaced = new Set<Element>();
  for (const other of others) {
    for (const element of byName.get(nameOf(other)) ?? []) {
      if (isSame(element, other)) { replaced.add(element); }
    }
  }
  return replaced.size === 0 ? elements : elements.filter(element => !replaced.has(element));
}

/** Whether one is applied over the other. What has no name yet is nothing else's. */
function isSame(a: Element, b: Element): boolean {
  return a.name !== '' && a.name === b.name && a.namespace === b.namespace && a.kind === b.kind && groupOf(a) === groupOf(b);
}

function kindKey(kind: string, group: string): string {
  return `${kind}.${group}`;
}

function keyOf(element: Element): string {
  return `${kindKey(element.kind, groupOf(element))}/${element.namespace}/${element.name}`;
}
