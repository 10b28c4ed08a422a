import { dirname } from 'node:path';
import type { Output } from './command';
import { EXIT_BAD_INPUT } from './exit-codes';
import { InputError } from './input-error';
import type { Loaded } from './load-manifests';
import { readManifests } from './load-manifests';
import type { Manifest } from '../analysis/manifest';

export interface InputOptions {
  /** Patterns of files and folders to leave out. @default - none */
  readonly exclude?: readonly string[];
  /** Whether there may be no manifest at all: otherwise a path that was mistaken would have nothing to complain of. @default false */
  readonly mayBeEmpty?: boolean;
}

/** The manifests that a command reads. */
export interface Input {
  readonly manifests: readonly Manifest[];
  /** Whether they are all that there are; where not, the answer is of a part, and has been told to be. */
  readonly isWhole: boolean;
  /** What could not be read, one sentence each; the answer has to say so too. */
  readonly unread: readonly string[];
}

/** So many files are named. */
const NAMED = 10;

/**
 * Reads manifests for an answer that is worth something even if it is of a part of them: what cannot be read is told, and the exit code
 * has to say so, see `exitCodeOf()`.
 */
export function readInput(paths: readonly string[], output: Output, options: InputOptions = {}): Input {
  const { manifests, problems, others } = read(paths, output, options);
  if (manifests.length === 0 && problems.length > 0) { throw new InputError(problems.join('\n')); }
  problems.forEach(problem => output.error(`error: ${problem}`));
  if (problems.length > 0) { output.error('error: the answer is without what cannot be read; --exclude leaves out what is no manifest'); }
  if (manifests.length === 0 && options.mayBeEmpty !== true) { throw new InputError(emptyProblem(paths, others)); }
  return { manifests, isWhole: problems.length === 0, unread: problems };
}

/** Reads manifests for an answer that a missing one could turn around: it is given of all or not at all. */
export function readWholeInput(paths: readonly string[], output: Output, options: InputOptions = {}): readonly Manifest[] {
  const { manifests, problems, others } = read(paths, output, options);
  if (problems.length > 0) { throw new InputError(problems.join('\n')); }
  if (manifests.length === 0 && options.mayBeEmpty !== true) { throw new InputError(emptyProblem(paths, others)); }
  return manifests;
}

/** A command's exit code, unless the answer is of a part of what was asked for. */
export function exitCodeOf(code: number, ...inputs: readonly Pick<Input, 'isWhole'>[]): number {
  return inputs.every(({ isWhole }) => isWhole) ? code : EXIT_BAD_INPUT;
}

function read(paths: readonly string[], output: Output, { exclude }: InputOptions): Loaded {
  const loaded = readManifests(paths, { exclude, onFile: file => output.at(`reading ${file}`) });
  const { others, kustomizations } = loaded;
  for (const file of kustomizations) {
    output.error(`warning: ${file} is not applied; give what is made of it, such as: kubectl kustomize ${dirname(file)} | cdk8s-istio check -`);
  }
  if (others.length > 0) {
    const more = others.length - NAMED;
    output.error(`warning: passed over, since no object of Kubernetes is in it: ${others.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
  }
  return loaded;
}

function emptyProblem(paths: readonly string[], others: readonly string[]): string {
  return others.length > 0
    ? `${paths.join(', ')}: there are no manifests`
    : `${paths.join(', ')}: there are no manifests, that is no objects in files that end with .yaml, .yml or .json`;
}
