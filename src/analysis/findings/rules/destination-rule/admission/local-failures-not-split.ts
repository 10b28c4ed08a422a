import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';

export const LOCAL_FAILURES_NOT_SPLIT: Rule = {
  code: 'MESH0506',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'count of local failures that are not told apart',
  explanation: 'Failures to connect are counted as consecutiveLocalOriginFailures only with splitExternalLocalOriginErrors. Istio refuses the one without the other.',
  fix: 'Add splitExternalLocalOriginErrors: true.',
  find: world => refused(settings(world, 'outlierDetection'), at =>
    (at.at('consecutiveLocalOriginFailures').number ?? 0) > 0 && at.at('splitExternalLocalOriginErrors').boolean !== true
      ? 'consecutiveLocalOriginFailures without splitExternalLocalOriginErrors' : undefined),
};
