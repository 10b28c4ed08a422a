import { parseArgs } from 'node:util';
import type { Time } from './own-process';

export interface Options {
  readonly rounds: number;
  /** How many workloads the trees have that are synthesized. */
  readonly sizes: readonly number[];
  /** How many workloads there are where one size is enough. */
  readonly workloads: number;
  /** How many are checked at once. */
  readonly checked: number;
  /** How many are read by network-config-analyzer as well; 0 for none. */
  readonly nca: number;
  readonly time: Time;
  readonly json: string;
  readonly docs: boolean;
  /** Whether only that all of it runs is of interest: little is measured, and no bound is held. */
  readonly quick: boolean;
  /** The folder of the repository. */
  readonly root: string;
}

export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      sizes: { type: 'string', default: '100,1000,5000,10000' },
      workloads: { type: 'string', default: '1000' },
      checked: { type: 'string', default: '5000' },
      nca: { type: 'string', default: '100' },
      time: { type: 'string', default: 'wall' },
      json: { type: 'string', default: 'test-reports/bench.json' },
      docs: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
    },
  });
  const few = values.quick ? { rounds: 1, sizes: [10], workloads: 10, checked: 10, nca: 0 } : {};
  const number = (name: 'rounds' | 'workloads' | 'checked' | 'nca'): number => whole(name, values[name]);
  if (values.time !== 'wall' && values.time !== 'cpu') { throw new Error(`--time '${values.time}' must be wall or cpu`); }
  return {
    rounds: number('rounds'),
    sizes: values.sizes.split(',').filter(size => size !== '').map(size => whole('sizes', size)),
    workloads: number('workloads'),
    checked: number('checked'),
    nca: number('nca'),
    time: values.time,
    json: values.json,
    docs: values.docs,
    quick: values.quick,
    ...few,
    root: process.cwd(),
  };
}

function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) { throw new Error(`--${name} '${text}' must be a whole number`); }
  return Number(text);
}
