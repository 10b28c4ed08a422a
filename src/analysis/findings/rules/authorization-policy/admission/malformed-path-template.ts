import { ruleInputs } from './inputs';
import type { Rule } from '../../../rule';
import { pathTemplateProblem } from '../../../validation/path-templates';

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation */
export const MALFORMED_PATH_TEMPLATE: Rule = {
  code: 'MESH0907',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'template of paths that is none',
  explanation: 'In the paths of a rule, {*} is one segment and {**} any number of them at the end. Istio refuses other braces, and a * beside them.',
  fix: 'Let {*} or {**} be a whole segment, and write the others as they are.',
  *find(world) {
    for (const { object, at, name } of ruleInputs(world)) {
      if (name !== 'paths' || !Array.isArray(at.value)) { continue; }
      for (let i = 0; i < at.length; i++) {
        const value: unknown = at.value[i];
        const message = typeof value === 'string' ? pathTemplateProblem(value) : undefined;
        if (message !== undefined) { yield { object, path: at.item(i).path, message }; }
      }
    }
  },
};
