import { lstatSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Declaration, Given } from './command';
import { InputError } from './input-error';
import { manifestFiles } from './manifest-files';
import type { Console } from './run-command';

/** How often files are looked at, in milliseconds. */
const PAUSE = 250;
/** What takes long to look at is looked at less often: this much longer than it takes. */
const REST = 10;

/**
 * Runs a command whenever one of the files that it reads changes, comes or goes. They are looked at again and again, since what tells
 * of changes knows nothing of network file systems, links, and folders that come later.
 *
 * @param once runs the command; what goes wrong then has been told, and is waited on
 * @param rest how long to wait until files are looked at again, in milliseconds
 * @returns 0, once the signal of the console has ended it
 */
export async function watch(
  declaration: Declaration, given: Given, once: () => number | Promise<number>, console: Console, rest = PAUSE,
): Promise<number> {
  const { read, written } = pathsOf(declaration, given);
  if (read.includes('-')) { throw new InputError('--watch is of files: standard input does not change'); }
  const look = (): string => lookAt(read, [given.values.exclude ?? []].flat().map(String), written);
  for (;;) {
    const before = look();
    console.clear?.();
    await once();
    console.error(`${time()} waiting for changes in ${read.join(', ')}; Ctrl-C ends it`);
    if (!await changed(before, look, rest, console.signal)) { return 0; }
  }
}

/** Waits until the files are other than before and no longer change: who writes many is to be done with it. */
async function changed(before: string, look: () => string, rest: number, signal: AbortSignal | undefined): Promise<boolean> {
  let last = before;
  for (;;) {
    const started = Date.now();
    const now = look();
    if (now !== before && now === last) { return true; }
    last = now;
    try {
      await pause(Math.max(rest, REST * (Date.now() - started)), undefined, { signal });
    } catch {
      return false;
    }
  }
}

interface Paths {
  readonly read: readonly string[];
  readonly written: readonly string[];
}

/** What the command line says is read and written. */
function pathsOf({ options, arguments: { path } }: Declaration, { values, positionals }: Given): Paths {
  const of = (use: 'read' | 'written'): readonly string[] =>
    Object.entries(values).flatMap(([name, value]) => options[name].path === use ? [value].flat().map(String) : []);
  return { read: [...path === 'read' ? positionals : [], ...of('read')], written: of('written') };
}

/** What files there are and when they were written last, but for what the command itself writes. Exported for tests. */
export function lookAt(paths: readonly string[], exclude: readonly string[], written: readonly string[]): string {
  const own = new Set(written.map(file => resolve(file)));
  return paths.map(path => {
    try {
      return manifestFiles([path], exclude).filter(({ file }) => !own.has(resolve(file))).map(({ file }) => stateOf(file)).join('\n');
    } catch (error) {
      // It may come again.
      return String(error);
    }
  }).join('\n');
}

function stateOf(file: string): string {
  const { mtimeMs, size, ino } = statSync(file, { throwIfNoEntry: false }) ?? lstatSync(file, { throwIfNoEntry: false }) ?? {};
  return `${file} ${mtimeMs} ${size} ${ino}`;
}

function time(): string {
  return new Date().toTimeString().slice(0, 8);
}
