import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { listed } from '../../../validation/words';

export const RETRIES_WITHOUT_ATTEMPTS: Rule = {
  code: 'MESH0431',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'settings of retries without attempts',
  explanation: 'With no attempts, or none given, nothing is retried, and the other settings mean nothing. Istio refuses them, and negative attempts.',
  fix: 'Give attempts, or leave the other settings out.',
  *find(world) {
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec.http[].retries')) {
      const attempts = at.at('attempts').number ?? 0;
      const settings = ['perTryTimeout', 'retryOn', 'retryRemoteLocalities'].filter(field => at.at(field).exists && at.at(field).value !== '');
      if (attempts < 0) { yield { object, path: at.at('attempts').path, message: `${attempts} attempts are fewer than none` }; }
      if (attempts === 0 && settings.length > 0) { yield { object, path: at.path, message: `${listed(settings)} without attempts` }; }
    }
  },
};
