import type { Question } from './nca';
import { OurAnswers } from './ours';
import { METHODS, PATHS } from './random-worlds';
import { asNcaReadsIstio } from './readings';
import { manifests, type IstioWorld } from './world';
import type { Comparison } from '../run-suite';

export interface IstioAnswers {
  allows(question: Question): boolean | string;
}

/**
 * Compares every request of a world. Where the answers differ, NCA's must be what its known readings foretell, and then for
 * every request to this world, also where the answers are the same.
 */
export function compareIstio(world: IstioWorld, nca: IstioAnswers, ours: IstioAnswers = new OurAnswers(manifests(world))): Comparison {
  const read = asNcaReadsIstio(world);
  const foretold = read.readings.length > 0 ? new OurAnswers(manifests(read.world)) : undefined;
  const mismatches: string[] = [];
  let explained = 0;
  const asked = questions(world);
  for (const question of asked) {
    const [mine, theirs] = [ours.allows(question), nca.allows(question)];
    const expected = foretold?.allows(question) ?? mine;
    if (typeof mine !== 'string' && theirs === expected) {
      if (mine !== theirs) explained += 1;
    } else {
      mismatches.push(`${shownQuestion(question)}\n    ours  ${mine}\n    NCA   ${theirs}\n    known ${expected}`);
    }
  }
  return { questions: asked.length, explained, readings: read.readings.map(({ title }) => title), mismatches };
}

export function shownQuestion({ from, to, port, method, path }: Question): string {
  return `${from} -> ${to}:${port} ${method} ${path}`;
}

/** Every pod to every port of every other; NCA does not list what a pod asks of itself. */
export function questions({ pods }: IstioWorld): Question[] {
  const title = (pod: IstioWorld['pods'][number]): string => `${pod.namespace}/${pod.app}`;
  return pods.flatMap((from) => pods.filter((to) => to !== from).flatMap((to) => to.ports.flatMap((port) => METHODS.flatMap((method) =>
    PATHS.map((path) => ({ from: title(from), to: title(to), port, method, path }))))));
}
