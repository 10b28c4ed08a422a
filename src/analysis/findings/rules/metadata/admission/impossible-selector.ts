import { selectors } from './selectors';
import type { Rule } from '../../../rule';
import { quoted } from '../../../validation/words';

export const IMPOSSIBLE_SELECTOR: Rule = {
  code: 'MESH1604',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'selector that no workload can match',
  explanation: 'Selectors compare labels as they are written: a * is no wildcard, and no label has an empty key. Istio refuses them.',
  fix: 'Select by a label that all the workloads have; leave the selector out for all workloads of the namespace.',
  *find(world) {
    for (const { object, labels } of selectors(world)) {
      for (const [key, { string = '' }] of labels.entries) {
        const wildcard = [key, string].find(text => text.includes('*'));
        if (key === '') { yield { object, path: labels.path, message: 'the selector has a label without a key' }; }
        if (wildcard !== undefined) { yield { object, path: labels.path, message: `${quoted(wildcard)} is no wildcard here` }; }
      }
    }
  },
};
