import { AUTHORIZATION_POLICY } from '../../../validation/kinds';
import type { Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/** The list of values by which a rule matches one property, or does not match it. */
export interface RuleInput extends Place {
  /** The field of a source or of an operation without its `not`, or the key of a condition. */
  readonly name: string;
}

/** Everything that rules match, in sources, operations and conditions. */
export function ruleInputs(world: World): readonly RuleInput[] {
  return world.once(collect);
}

function collect(world: World): readonly RuleInput[] {
  const found: RuleInput[] = [];
  for (const { object, at } of places(world, AUTHORIZATION_POLICY, 'spec.rules[].from[].source', 'spec.rules[].to[].operation')) {
    for (const field of Object.keys(at.object ?? {})) { found.push({ object, at: at.at(field), name: positive(field) }); }
  }
  for (const { object, at } of places(world, AUTHORIZATION_POLICY, 'spec.rules[].when[]')) {
    for (const values of [at.at('values'), at.at('notValues')]) {
      if (values.exists) { found.push({ object, at: values, name: at.at('key').string ?? '' }); }
    }
  }
  return found;
}

function positive(field: string): string {
  return /^not[A-Z].*$/.test(field) ? `${field[3].toLowerCase()}${field.slice(4)}` : field;
}
