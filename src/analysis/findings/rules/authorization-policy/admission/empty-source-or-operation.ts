import type { JsonObject } from '../../../../json';
import type { Rule } from '../../../rule';
import { AUTHORIZATION_POLICY } from '../../../validation/kinds';
import { places } from '../../../validation/places';

export const EMPTY_SOURCE_OR_OPERATION: Rule = {
  code: 'MESH0905',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'from or to that says nothing',
  explanation: 'An entry of from has a source, one of to an operation, and each of them a list that is not empty. Istio refuses others: they would match everything.',
  fix: 'Say what is matched, or leave from or to out.',
  *find(world) {
    for (const [list, field] of [['from', 'source'], ['to', 'operation']] as const) {
      for (const { object, at } of places(world, AUTHORIZATION_POLICY, `spec.rules[].${list}[]`)) {
        if (at.object === undefined) { continue; }
        const part = at.at(field);
        if (!part.exists) {
          yield { object, path: at.path, message: `there is no ${field}` };
        } else if (part.object !== undefined && hasNoValues(part.object)) {
          yield { object, path: part.path, message: `the ${field} matches everything` };
        }
      }
    }
  },
};

function hasNoValues(part: JsonObject): boolean {
  for (const key of Object.keys(part)) {
    const values = part[key];
    if (Array.isArray(values) && values.length > 0) { return false; }
  }
  return true;
}
