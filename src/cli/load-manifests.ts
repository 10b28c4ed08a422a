import { readFileSync, statSync } from 'node:fs';
import { InputError, readable } from './input-error';
import type { ManifestFile } from './manifest-files';
import { isKustomization, isWorthTelling, manifestFiles, STANDARD_INPUT } from './manifest-files';
import { kindProblem, mayBeManifest } from './may-be-manifest';
import { parseManifests } from './parse-manifests';
import { valueAt } from '../analysis/json';
import type { Manifest } from '../analysis/manifest';

/** More is not a manifest. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface LoadOptions {
  /** Patterns of files and folders to leave out. @default - none */
  readonly exclude?: readonly string[];
  /** Is told each file before it is read. */
  readonly onFile?: (file: string) => void;
}

/** What files and folders hold. */
export interface Loaded {
  readonly manifests: readonly Manifest[];
  /** Files of folders in which there is no manifest, but something else. */
  readonly others: readonly string[];
  /** Files of Kustomize, which are not applied. */
  readonly kustomizations: readonly string[];
  /** What may be manifests and cannot be read, one sentence each, with its place. */
  readonly problems: readonly string[];
}

/** Reads files, and folders with all that is below them; `-` is standard input. Throws `InputError` for what is not there at all. */
export function readManifests(paths: readonly string[], { exclude, onFile = () => {} }: LoadOptions = {}): Loaded {
  const manifests: Manifest[] = [];
  const others: string[] = [];
  const kustomizations: string[] = [];
  const problems: string[] = [];
  for (const one of manifestFiles(paths, exclude)) {
    onFile(one.file);
    try {
      const found = loadFile(one);
      if (isKustomization(one) && (found ?? []).every(({ object }) => isOfKustomize(object))) {
        kustomizations.push(one.file);
      } else if (found !== undefined) {
        manifests.push(...found);
      } else if (isWorthTelling(one)) {
        others.push(one.file);
      }
    } catch (error) {
      if (!(error instanceof InputError)) { throw error; }
      problems.push(error.message);
    }
  }
  return { manifests, others, kustomizations, problems };
}

/** Who gives a policy the name of Kustomize's file has kubectl apply it all the same. */
function isOfKustomize(object: unknown): boolean {
  const apiVersion = valueAt(object, 'apiVersion');
  return apiVersion === undefined || /^kustomize\.config\.k8s\.io\//.test(String(apiVersion));
}

/** The same, all or nothing: throws one `InputError` with everything that cannot be read. */
export function loadManifests(paths: readonly string[], options: LoadOptions = {}): readonly Manifest[] {
  const { manifests, problems } = readManifests(paths, options);
  if (problems.length > 0) { throw new InputError(problems.join('\n')); }
  return manifests;
}

/** The manifests of a file; undefined where it is something else that lies in the same folder. */
function loadFile({ file, named }: ManifestFile): readonly Manifest[] | undefined {
  const text = file === STANDARD_INPUT ? readStandardInput() : readText(file);
  let manifests: readonly Manifest[];
  try {
    manifests = parseManifests(file, text);
  } catch (error) {
    if (error instanceof InputError && !named && !mayBeManifest(text)) { return undefined; }
    throw error;
  }
  if (!named && manifests.length > 0 && manifests.every(({ object }) => !mayBeManifest(object))) { return undefined; }
  const problems = manifests.flatMap(({ object, origin }) => kindProblem(object, `${origin?.file}:${origin?.line ?? 1}`) ?? []);
  if (problems.length > 0) { throw new InputError(problems.join('\n')); }
  return manifests;
}

/** What pipes have said, which say it once. */
const PIPES = new Map<string, string>();

/** The text of a file that is not too large. */
export function readText(file: string): string {
  return readable(file, () => {
    const stats = statSync(file);
    if (stats.isDirectory()) { throw new InputError(`${file}: this is a folder`); }
    if (!stats.isFile()) {
      const text = PIPES.get(file) ?? decoded(readFileSync(file));
      PIPES.set(file, text);
      return text;
    }
    if (stats.size > MAX_BYTES) {
      throw new InputError(`${file}: ${(stats.size / 1024 / 1024).toFixed(0)} MB is more than the ${MAX_BYTES / 1024 / 1024} MB that a file of manifests may have`);
    }
    return decoded(readFileSync(file));
  });
}

let standardInput: string | undefined;

/** The text of standard input, read once. */
export function readStandardInput(): string {
  standardInput ??= readable(STANDARD_INPUT, () => decoded(readFileSync(0)));
  return standardInput;
}

function decoded(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
