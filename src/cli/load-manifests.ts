import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from './input-error';
import { parseManifests } from './parse-manifests';
import { isObject, valueAt } from '../analysis/json';
import type { Manifest } from '../analysis/manifest';

/** More is not a manifest. */
const MAX_BYTES = 16 * 1024 * 1024;

const MANIFEST = /\.(?:ya?ml|json)$/i;
/** Files of other tools that lie beside manifests and have no kind. */
const NOT_MANIFESTS = /^(?:kustomization\.ya?ml|cdk8s\.ya?ml|construct-metadata\.json)$/i;

/** What `-` is called in messages. */
export const STANDARD_INPUT = '(standard input)';

/**
 * Reads files, and folders with all that is below them; `-` is standard input. Throws nothing but `InputError`.
 *
 * @param onFile is told each file before it is read
 */
export function loadManifests(paths: readonly string[], onFile: (file: string) => void = () => {}): readonly Manifest[] {
  return paths.flatMap(path => {
    if (path === '-') { return checked(parseManifests(STANDARD_INPUT, readStandardInput())); }
    if (!existsSync(path)) { throw new InputError(`${path}: there is no such file or folder`); }
    const files = statSync(path).isDirectory() ? filesBelow(path, new Set()) : [path];
    return files.flatMap(file => {
      onFile(file);
      return loadFile(file);
    });
  });
}

function filesBelow(folder: string, seen: Set<string>): readonly string[] {
  const real = realpathSync(folder);
  // A link to a folder above would have no end.
  if (seen.has(real)) { return []; }
  seen.add(real);
  return attempt(folder, () => readdirSync(folder)).sort().filter(name => !name.startsWith('.') && name !== 'node_modules').flatMap(name => {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) { return []; }
    if (stats.isDirectory()) { return filesBelow(path, seen); }
    return stats.isFile() && MANIFEST.test(name) && !NOT_MANIFESTS.test(name) ? [path] : [];
  });
}

/** The text of a file that is not too large. */
export function readText(file: string): string {
  return attempt(file, () => {
    const stats = statSync(file);
    if (!stats.isFile()) { throw new InputError(`${file}: this is no file`); }
    if (stats.size > MAX_BYTES) {
      throw new InputError(`${file}: ${(stats.size / 1024 / 1024).toFixed(0)} MB is more than the ${MAX_BYTES / 1024 / 1024} MB that a file of manifests may have`);
    }
    return decoded(readFileSync(file));
  });
}

let standardInput: string | undefined;

/** The text of standard input, read once. */
export function readStandardInput(): string {
  standardInput ??= attempt(STANDARD_INPUT, () => decoded(readFileSync(0)));
  return standardInput;
}

function loadFile(file: string): readonly Manifest[] {
  return checked(parseManifests(file, readText(file)));
}

function checked(manifests: readonly Manifest[]): readonly Manifest[] {
  for (const { object, origin } of manifests) { requireKind(object, `${origin?.file}:${origin?.line ?? 1}`); }
  return manifests;
}

function decoded(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/** Lists in lists that nobody writes. */
const MAX_LISTS = 8;

function requireKind(object: unknown, place: string, depth = 0): void {
  if (depth > MAX_LISTS) { throw new InputError(`${place}: lists are nested too deeply`); }
  if (!isObject(object)) { throw new InputError(`${place}: a manifest must be an object, not ${Array.isArray(object) ? 'a list' : `a ${typeof object}`}`); }
  const kind = valueAt(object, 'kind');
  if (typeof kind !== 'string' || kind === '') { throw new InputError(`${place}: this object has no kind`); }
  const items = valueAt(object, 'items');
  if (kind === 'List' && Array.isArray(items)) {
    items.forEach((item, i) => item === null || requireKind(item, `${place}: items[${i}]`, depth + 1));
  }
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) { throw error; }
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') { throw new InputError(`${path}: this is not UTF-8 text`); }
    throw new InputError(`${path}: this cannot be read (${code ?? 'unknown error'})`);
  }
}
