/** Something to measure: does it, and tells how long it took, in milliseconds. */
export type Measure = () => number | Promise<number>;

/**
 * Takes turns: each round measures everything once, so that what else the machine does meets all alike. The first round
 * only warms up. Returns the medians.
 */
export async function medians<Name extends string>(rounds: number, measures: Readonly<Record<Name, Measure>>): Promise<Record<Name, number>> {
  const { Bench } = await import('tinybench');
  const samples = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round++) {
    const bench = new Bench({ iterations: 1, time: 0, warmup: false, throws: true, retainSamples: true });
    for (const [name, measure] of Object.entries<Measure>(measures)) {
      bench.add(name, async () => {
        global.gc?.();
        return { overriddenDuration: await measure() };
      });
    }
    for (const task of await bench.run()) {
      if (task.result.state !== 'completed') { throw new Error(`${task.name}: ${task.result.state}`); }
      if (round > 0 || rounds === 0) { samples.set(task.name, [...samples.get(task.name) ?? [], ...task.result.latency.samples ?? []]); }
    }
  }
  return Object.fromEntries([...samples].map(([name, all]) => [name, medianOf(all)])) as Record<Name, number>;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
