import type { ApiObject } from 'cdk8s';
import { JsonPatch } from 'cdk8s';
import { putClassBetween } from './class-between';
import { runsForAnotherLanguage } from './other-languages';

/** A manifest as plain JSON. */
export type Json = { [key: string]: any };

type Transform = (manifest: Json) => Json;

const RENDERING = Symbol.for('cdk8s-istio.Rendering');

/**
 * How one ApiObject becomes a manifest: what its class renders, then our transforms, then the user's patches.
 *
 * Generated classes (those of cdk8s-plus among them) apply patches before they convert, and their converters drop every
 * field that they do not know: a patch to such a field vanishes. Here patches come last, in terms of what is written.
 */
export class Rendering {
  public static of(object: ApiObject): Rendering {
    const holder = object as unknown as { [RENDERING]?: Rendering };
    if (!holder[RENDERING]) {
      Object.defineProperty(holder, RENDERING, { value: new Rendering(object) });
    }
    return holder[RENDERING]!;
  }

  private readonly transforms: Transform[] = [];
  private last: ReadonlyMap<string, readonly string[]> = new Map();

  private constructor(private readonly object: ApiObject) {
    if (runsForAnotherLanguage()) {
      putClassBetween(object, rendered);
      return;
    }
    // Cheaper than a class, which matters where there are thousands of objects.
    const inner = object.toJson.bind(object) as () => Json | undefined;
    Object.defineProperty(object, 'toJson', { configurable: true, value: () => this.render(inner) });
  }

  public transform(transform: Transform): void {
    this.transforms.push(transform);
  }

  /** Adds a line to an annotation, after everything else, for as long as this synth lasts. */
  public annotateLast(annotation: string, line: string): void {
    const lines = this.last.get(annotation) ?? [];
    this.last = new Map([...this.last, [annotation, [...new Set([...lines, line])].sort()]]);
  }

  public forgetLast(): void {
    this.last = new Map();
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
    manifest = this.transforms.reduce((json, transform) => transform(json), manifest);
    return this.annotated(patches.reduce((json, patch) => this.patched(json, patch), manifest));
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
