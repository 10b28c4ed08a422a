import { selectors } from './selectors';
import type { Rule } from '../../../rule';

export const EMPTY_SELECTOR: Rule = {
  code: 'MESH1605',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'selector that selects everything',
  explanation: 'A selector without labels selects every workload of the namespace, as if it were not there. Often a label got lost.',
  fix: 'Name the labels, or leave the selector out.',
  *find(world) {
    for (const { object, at, labels } of selectors(world)) {
      if (at.object !== undefined && Object.keys(labels.object ?? {}).length === 0) { yield { object, path: at.path, message: 'the selector has no labels, and selects every workload of the namespace' }; }
    }
  },
};
