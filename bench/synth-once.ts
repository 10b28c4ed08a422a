/*
 * A process of its own: builds a tree and synthesizes it, once. Arguments: the tree, how many workloads, the folder, and for
 * bare objects the file that has them.
 */
import { writeFileSync } from 'node:fs';
import { tell } from './own-process';
import { bare } from './trees/bare';
import { byHand } from './trees/by-hand';
import { ours } from './trees/ours';
import { Synthesis } from '../src/private/synthesis';

const [tree, workloads, folder, file] = process.argv.slice(2);
const count = Number(workloads);

const trees: Readonly<Record<string, () => () => unknown>> = {
  'bare': () => {
    const build = bare(folder, file);
    return () => build().synth();
  },
  'by-hand': () => () => byHand(count, folder).synth(),
  'ours': () => () => ours(count, folder).synth(),
  'ours+proof': () => () => ours(count, folder, { proof: true }).synth(),
  'ours+findings': () => () => ours(count, folder, { findings: true }).synth(),
  'ours+all': () => () => ours(count, folder, { proof: true, findings: true }).synth(),
  /** Writes the objects of ours as JSON, for the bare ones. */
  'objects': () => () => writeFileSync(file, JSON.stringify(Synthesis.manifestsOf(ours(count, folder)).map(({ manifest }) => manifest))),
};

tell(trees[tree]());
