import type { Rule } from './rule';

/** Every rule that there is: hundreds of files, which are loaded when a mesh is looked at for the first time. */
export function allRules(): readonly Rule[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./catalogue') as typeof import('./catalogue')).RULES;
}
