import { join } from 'node:path';
import type { Part } from './part';
import type { Sample } from '../own-process';
import { inTurn, measured } from '../own-process';

const TREES = {
  'bare': 'the same objects as bare ApiObjects',
  'by-hand': 'the tree written by hand with cdk8s-plus',
  'ours': 'our constructs, without checks',
  'ours+proof': 'our constructs, with the proof',
  'ours+findings': 'our constructs, with findings',
  'ours+all': 'our constructs, with proof and findings',
};

type Tree = keyof typeof TREES;

/** Building and writing a mesh, each tree in a process of its own. */
export const synthPart: Part = ({ options: { sizes, rounds, time }, folder, results }) => {
  console.log('synthesis, each in a process of its own');
  const bySize = new Map(sizes.map((size): [number, Record<Tree, Sample>] => {
    const file = join(folder, 'objects.json');
    measured(time, 'synth-once', 'objects', String(size), join(folder, 'dist'), file);
    // What takes longer is disturbed less.
    const turns = size <= 100 ? rounds : size <= 1000 ? Math.ceil(rounds / 2) : 1;
    const samples = inTurn(turns, Object.fromEntries(Object.keys(TREES).map(tree =>
      [tree, () => measured(time, 'synth-once', tree, String(size), join(folder, 'dist'), file)])) as Record<Tree, () => Sample>);
    for (const [tree, name] of Object.entries(TREES)) { results.note({ part: 'synth', name, workloads: size, ...samples[tree as Tree] }); }
    return [size, samples];
  }));
  for (const [size, samples] of bySize) {
    const to = (tree: Tree, other: Tree): number => samples[tree].milliseconds / samples[other].milliseconds;
    // What starts up once counts for much where little is written.
    const wanted = (atMost: number): { readonly atMost?: number } => (size < 1000 ? {} : { atMost });
    results.ratio(`our constructs to the tree written by hand, ${size} workloads`, to('ours', 'by-hand'), wanted(1.1));
    results.ratio(`our constructs to bare objects, ${size} workloads`, to('ours', 'bare'), wanted(1.35));
    results.ratio(`our constructs with all checks to bare objects, ${size} workloads`, to('ours+all', 'bare'), wanted(1.6));
  }
  const [small, large] = [bySize.get(1000), bySize.get(10_000)];
  if (small !== undefined && large !== undefined) {
    const growth = (tree: Tree): number => large[tree].milliseconds / 10_000 / (small[tree].milliseconds / 1000);
    results.ratio('time of a workload among 10,000 to that among 1,000, our constructs', growth('ours'), { atMost: 1.2 });
    results.ratio('time of a workload among 10,000 to that among 1,000, with all checks', growth('ours+all'), { atMost: 1.2 });
    results.ratio('time of a workload among 10,000 to that among 1,000, bare objects', growth('bare'));
    results.ratio('time of a workload among 10,000 to that among 1,000, the tree written by hand', growth('by-hand'));
  }
};
