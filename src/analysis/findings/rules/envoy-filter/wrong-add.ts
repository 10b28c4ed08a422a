import { UNREMOVABLE } from './patches';
import { wrong } from './wrong-operation';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation */
export const WRONG_ADD: Rule = {
  code: 'MESH1148',
  severity: 'error',
  aliases: ['IST0153'],
  title: 'ADD of what cannot be added',
  explanation: 'Route configurations and routes cannot be added so; the patch is ignored.',
  fix: 'Insert routes by INSERT_FIRST, INSERT_BEFORE or INSERT_AFTER, and change configurations by MERGE.',
  find: world => wrong(world, 'ADD', ({ applyTo }) => UNREMOVABLE.has(applyTo)),
};
