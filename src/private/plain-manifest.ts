import { ApiObject, App, Chart, ImplicitTokenResolver, Lazy, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { sortTexts } from './naming';
import type { Json } from './rendering';

/** What cdk8s asks of every value, unless an app brings resolvers of its own: none of them finds anything in plain JSON. */
const RESOLVERS: readonly unknown[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** Thrown where only cdk8s itself can tell what becomes of a value. */
const NOT_PLAIN = new Error('not plain JSON');

/** Some of everything: where cdk8s makes something else of it than it used to, all is left to cdk8s. */
const SAMPLE = { b: { z: null, list: [{}, [], null, undefined, { y: 1, x: 'text' }], a: undefined }, a: { nothing: {}, none: [] }, 10: true, 9: 0 };

/**
 * The manifest of an object whose spec is plain JSON, as `ApiObject.toJson()` makes it, key by key, but without asking of every
 * value in it what it stands for: that takes most of the time that cdk8s takes.
 *
 * @param object without patches
 * @param spec makes what its spec resolves to; undefined where it has none
 * @returns undefined where cdk8s itself must make the manifest
 */
export function plainManifest(object: ApiObject, spec: (() => unknown) | undefined): Json | undefined {
  if (!hasStandardResolvers(object.node.root) || !(agrees ??= agreesWithCdk8s())) {
    return undefined;
  }
  try {
    return manifestOf(object, spec);
  } catch {
    // Where something is wrong with it, cdk8s says so.
    return undefined;
  }
}

function manifestOf(object: ApiObject, spec: (() => unknown) | undefined): Json {
  const manifest: Json = { apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata.toJson() };
  const plain = spec && plainValue(spec(), !process.env.CDK8S_DISABLE_SORT);
  if (plain !== undefined) { manifest.spec = plain; }
  return manifest;
}

function hasStandardResolvers(root: IConstruct): boolean {
  const resolvers = (root as Partial<App>).resolvers;
  return resolvers?.length === RESOLVERS.length && resolvers.every((resolver, i) => resolver.constructor === RESOLVERS[i]);
}

/** A copy without what is undefined or null, its keys sorted. */
function plainValue(value: unknown, sortKeys: boolean): unknown {
  switch (typeof value) {
    case 'string': case 'number': case 'boolean': case 'undefined': return value;
    case 'object': return value === null ? undefined : Array.isArray(value) ? plainList(value, sortKeys) : plainObject(value as Json, sortKeys);
    default: throw NOT_PLAIN;
  }
}

function plainList(list: readonly unknown[], sortKeys: boolean): unknown[] {
  const { resolve, value } = list as Json;
  if (Object.getPrototypeOf(list) !== Array.prototype || resolve !== undefined || value !== undefined) { throw NOT_PLAIN; }
  const copy: unknown[] = [];
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    // What is left out is no item to cdk8s.
    if (item === undefined && !(i in list)) { throw NOT_PLAIN; }
    copy.push(plainValue(item, sortKeys));
  }
  return copy;
}

function plainObject(object: Json, sortKeys: boolean): Json {
  if (Object.getPrototypeOf(object) !== Object.prototype) { throw NOT_PLAIN; }
  const keys = Object.keys(object);
  if (sortKeys) { sortTexts(keys); }
  const copy: Json = {};
  for (const key of keys) {
    if (key === 'constructor' || key === '__proto__') { throw NOT_PLAIN; }
    const value = plainValue(object[key], sortKeys);
    if (value !== undefined) { copy[key] = value; }
  }
  return copy;
}

let agrees: boolean | undefined;

function agreesWithCdk8s(): boolean {
  const object = new ApiObject(new Chart(new App(), 'chart', { namespace: 'space' }), 'sample', {
    apiVersion: 'v1', kind: 'Sample', metadata: { labels: { b: 'c', a: 'd' }, annotations: {} }, spec: Lazy.any({ produce: () => SAMPLE }),
  } as ConstructorParameters<typeof ApiObject>[2]);
  return JSON.stringify(object.toJson()) === JSON.stringify(manifestOf(object, () => SAMPLE));
}
