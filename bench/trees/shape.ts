/*
 * What all trees have in common: namespaces of fifty workloads, each of which calls five others, also of other namespaces.
 */

/** How many calls each workload declares. */
export const CALLS = 5;

/** How many objects each workload has. */
export const OBJECTS = 8;

const PER_NAMESPACE = 50;

/** A call, by the number of the workload that is called. */
export interface Call {
  readonly callee: number;
  readonly path: string;
}

/** What a workload calls. */
export function callsOf(workload: number, count: number): readonly Call[] {
  return Array.from({ length: CALLS }, (_, k) => ({ callee: (workload * 7 + (k + 1) * 13) % count, path: `/part-${k + 1}/*` }));
}

/** Who calls each workload. */
export function callersOf(count: number): readonly (readonly { readonly caller: number; readonly path: string }[])[] {
  const callers = Array.from({ length: count }, (): { caller: number; path: string }[] => []);
  for (let caller = 0; caller < count; caller++) {
    callsOf(caller, count).forEach(({ callee, path }) => callers[callee].push({ caller, path }));
  }
  return callers;
}

export function namespacesOf(count: number): readonly string[] {
  return Array.from({ length: Math.ceil(count / PER_NAMESPACE) }, (_, i) => `team-${i}`);
}
