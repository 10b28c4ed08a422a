import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Whoever is asked whether objects would be created: a program that answers a line with a line. */
export interface Oracle {
  readonly command: string;
  readonly args: readonly string[];
}

/** Compiles a command of a module below conformance/, and returns where it is. */
export function build(module: string, target: string, command: string): string {
  execFileSync('go', ['build', '-o', target, command], { cwd: join(__dirname, '..', '..', module), stdio: 'inherit' });
  return target;
}

/** Why each object is refused, in their order; an empty list if it is not. */
export async function ask({ command, args }: Oracle, objects: readonly unknown[]): Promise<readonly (readonly string[])[]> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers: string[][] = [];
  const read = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const { id, refusals } = JSON.parse(line) as { id: number; refusals: string[] };
      answers[id] = refusals;
    }
  })();
  for (const [id, object] of objects.entries()) {
    if (!child.stdin.write(`${JSON.stringify({ id, object })}\n`)) { await once(child.stdin, 'drain'); }
  }
  child.stdin.end();
  const [code] = await once(child, 'close') as [number];
  await read;
  if (code !== 0) { throw new Error(`${command} ended with ${code}`); }
  for (const id of objects.keys()) {
    if (answers[id] === undefined) { throw new Error(`${command} did not answer question ${id}`); }
  }
  return answers;
}
