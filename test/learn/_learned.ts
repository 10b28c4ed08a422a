import * as cdk8s from 'cdk8s';
import * as own from '../../src';
import type { AppDefinition } from '../../src/learn/app-definition';
import { defineApp } from '../../src/learn/app-definition';
import { readKialiGraph } from '../../src/learn/kiali-graph';
import type { Reading } from '../../src/learn/observations';
import type { Traffic } from '../../src/learn/traffic';
import { trafficOf } from '../../src/learn/traffic';
import { run } from '../../src/source-code';

/** What was learned: the code, and what its text would make. */
export interface Learned {
  readonly code: string;
  /** Made without its synth. */
  readonly app: cdk8s.App;
  readonly traffic: Traffic;
  readonly definition: AppDefinition;
  /** Lines that ask. */
  readonly questions: string[];
}

export function learn(reading: Reading): Learned {
  const traffic = trafficOf(reading);
  const definition = defineApp(traffic, ['traffic']);
  const code = definition.file.toString();
  const app = run(definition.file, { 'cdk8s': cdk8s, 'cdk8s-istio': own }, [definition.synth]).get(definition.app) as cdk8s.App;
  return { code, app, traffic, definition, questions: questionsIn(code) };
}

export function learnGraph(json: unknown): Learned {
  return learn(readKialiGraph(json, 'graph.json'));
}

/** Questions, each on one line, whatever the width of the code. */
export function questionsIn(code: string): string[] {
  const questions: string[] = [];
  let isOpen = false;
  for (const line of code.split('\n').map(text => text.trim())) {
    const start = /^\/\/ (?:.*: )?Question: (.*)$/.exec(line);
    if (start) { questions.push(start[1]); } else if (isOpen && line.startsWith('// ')) { questions[questions.length - 1] += ` ${line.slice(3)}`; }
    isOpen = start !== null || (isOpen && line.startsWith('//'));
  }
  return questions;
}
