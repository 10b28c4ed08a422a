import type { ApiObject } from 'cdk8s';
import { JsonPatch } from 'cdk8s';
import { putClassBetween } from './class-between';
import { runsForAnotherLanguage } from './other-languages';

/** A manifest as plain JSON. */
export type Json = { [key: string]: any };

type Transform = (manifest: Json) => Json;

const RENDERING = Symbol.for('cdk8s-istio.Rendering');

/** An object that is rendered by us. */
type Holder = ApiObject & { readonly [RENDERING]?: Rendering };

const NOTHING: ReadonlyMap<string, readonly string[]> = new Map();

/**
 * How one ApiObject becomes a manifest: what its class renders, then our transforms, then the user's patches.
 *
 * Generated classes (those of cdk8s-plus among them) apply patches before they convert, and their converters drop every
 * field that they do not know: a patch to such a field vanishes. Here patches come last, in terms of what is written.
 */
export class Rendering {
  /** How an object is rendered, which says so in its place from now on. */
  public static of(object: ApiObject): Rendering {
    return (object as Holder)[RENDERING] ?? Rendering.ofOwn(object).putInPlace();
  }

  /** The same of an object whose own `toJson()` asks for it. */
  public static ofOwn(object: ApiObject): Rendering {
    const rendering = new Rendering(object);
    Object.defineProperty(object, RENDERING, { value: rendering });
    return rendering;
  }

  private readonly transforms: Transform[] = [];
  private last: ReadonlyMap<string, readonly string[]> = NOTHING;

  private constructor(private readonly object: ApiObject) {}

  public transform(transform: Transform): void {
    this.transforms.push(transform);
  }

  /** Adds a line to an annotation, after everything else, for as long as this synth lasts. */
  public annotateLast(annotation: string, line: string): void {
    const lines = this.last.get(annotation) ?? [];
    this.last = new Map([...this.last, [annotation, [...new Set([...lines, line])].sort()]]);
  }

  public forgetLast(): void {
    this.last = NOTHING;
  }

  /** The manifest with the annotations that were added last; lines that it has there already stay. */
  public annotated(manifest: Json): Json {
    if (this.last.size === 0) {
      return manifest;
    }
    const given: { [key: string]: string } = manifest.metadata?.annotations ?? {};
    const added = [...this.last].map(([annotation, lines]) =>
      [annotation, [...new Set([...(given[annotation] ?? '').split('\n').filter(line => line !== ''), ...lines])].join('\n')]);
    const { annotations: _, ...metadata } = manifest.metadata;
    return { ...manifest, metadata: { annotations: { ...given, ...Object.fromEntries(added) }, ...metadata } };
  }

  /** @param inner renders what the object's own class makes of it */
  public render(inner: () => Json | undefined): Json | undefined {
    // cdk8s keeps an object's patches to itself and applies them inside toJson(): hold them back, then apply them.
    const holder = this.object as unknown as { patches: JsonPatch[] };
    const patches = holder.patches;
    holder.patches = [];
    let manifest: Json | undefined;
    try {
      manifest = inner();
    } finally {
      holder.patches = patches;
    }
    if (manifest === undefined) {
      return undefined;
    }
    for (const transform of this.transforms) { manifest = transform(manifest); }
    for (const patch of patches) { manifest = this.patched(manifest, patch); }
    return this.annotated(manifest);
  }

  /** Renders the object whoever asks it for its manifest. */
  private putInPlace(): this {
    const { object } = this;
    if (runsForAnotherLanguage()) {
      putClassBetween(object, rendered);
    } else {
      // Cheaper than a class, which matters where there are thousands of objects.
      const inner = object.toJson.bind(object) as () => Json | undefined;
      Object.defineProperty(object, 'toJson', { configurable: true, value: () => this.render(inner) });
    }
    return this;
  }

  private patched(manifest: Json, patch: JsonPatch): Json {
    try {
      return JsonPatch.apply(manifest, patch);
    } catch {
      const { op, path, from, value } = patch._toJson() as { op: string; path: string; from?: string; value?: unknown };
      throw new Error(`a JSON patch cannot be applied to ${this.object.kind} '${this.object.name}': ${op === 'test'
        ? `'${path}' is not ${JSON.stringify(value)}; correct the test.`
        : `'${op}' finds nothing to change at '${from ?? path}'; correct the path, or add first what it leads through.`}`);
    }
  }
}

function rendered(base: new (...args: any[]) => ApiObject): typeof base {
  return class extends base {
    public override toJson(): any {
      return Rendering.of(this).render(() => super.toJson() as Json | undefined);
    }
  };
}

/** Has the object a patch? */
export function isPatched(object: ApiObject): boolean {
  return (object as unknown as { patches: JsonPatch[] }).patches.length > 0;
}
