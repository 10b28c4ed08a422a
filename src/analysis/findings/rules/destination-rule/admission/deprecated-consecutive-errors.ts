import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';

export const DEPRECATED_CONSECUTIVE_ERRORS: Rule = {
  code: 'MESH0508',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'consecutiveErrors, which nothing reads any more',
  explanation: 'Current releases of Istio ignore consecutiveErrors: proxies count five errors, as if nothing were given.',
  fix: 'Write consecutive5xxErrors or consecutiveGatewayErrors.',
  find: world => refused(settings(world, 'outlierDetection.consecutiveErrors'), ({ number }) =>
    number !== undefined && number !== 0 ? `consecutiveErrors ${number} has no effect` : undefined),
};
