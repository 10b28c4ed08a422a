import { UNREMOVABLE } from './patches';
import { wrong } from './wrong-operation';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation */
export const WRONG_REMOVE: Rule = {
  code: 'MESH1149',
  severity: 'error',
  aliases: ['IST0154'],
  title: 'REMOVE of what cannot be removed',
  explanation: 'Route configurations and routes cannot be removed; the patch is ignored.',
  fix: 'Change them by MERGE, or by a VirtualService.',
  find: world => wrong(world, 'REMOVE', ({ applyTo }) => UNREMOVABLE.has(applyTo)),
};
