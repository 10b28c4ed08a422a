import { relative } from 'node:path';
import { dig, isObject } from '../../analysis/json';
import type { Manifest } from '../../analysis/manifest';

/** What is read from two paths, apart. */
export interface TwoVersions {
  readonly older: readonly Manifest[];
  readonly newer: readonly Manifest[];
}

/**
 * Manifests of two paths as two versions of one mesh, if that is what they are: most objects of the smaller are in the other, too. A
 * cluster has one object of a name, so they can be no parts of one mesh.
 */
export function twoVersions(paths: readonly string[], manifests: readonly Manifest[]): TwoVersions | undefined {
  if (paths.length !== 2) { return undefined; }
  const of = (path: string): readonly Manifest[] => manifests.filter(({ origin }) => origin?.file !== undefined && isWithin(path, origin.file));
  const [older, newer] = paths.map(of);
  const [before, after] = [older, newer].map(list => new Set(list.flatMap(({ object }) => namesIn(object))));
  const both = [...before].filter(name => after.has(name)).length;
  return both > 0 && both * 2 >= Math.min(before.size, after.size) ? { older, newer } : undefined;
}

function isWithin(path: string, file: string): boolean {
  const way = relative(path, file);
  return way === '' || (way !== '..' && !/^\.\.[\\/]/.test(way));
}

/** An object's kind and names, or those of a list. */
function namesIn(object: unknown): readonly string[] {
  if (!isObject(object)) { return []; }
  if (object.kind === 'List' && Array.isArray(object.items)) { return object.items.flatMap(namesIn); }
  return [JSON.stringify([object.kind, dig(object, 'metadata', 'namespace') ?? '', dig(object, 'metadata', 'name')])];
}
