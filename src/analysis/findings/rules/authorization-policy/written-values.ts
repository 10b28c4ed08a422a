import type { AuthorizationPolicy, OperationField, SourceField } from '../../../model';
import { OPERATION_FIELDS, SOURCE_FIELDS } from '../../../model';
import { Cursor } from '../../cursor';
import type { World } from '../../world/world';

/** One value that a rule of an AuthorizationPolicy asks for. */
export interface WrittenValue {
  readonly policy: AuthorizationPolicy;
  /** The field of a source or operation without its `not`, or the key of a condition. */
  readonly field: SourceField | OperationField | (string & {});
  /** Whether it is one of those that must not be. */
  readonly negated: boolean;
  readonly at: Cursor;
  readonly value: string;
}

/** Every value of every rule, as it is written. */
export function writtenValues(world: World): readonly WrittenValue[] {
  return world.once(collect);
}

/** Those of a field, or of conditions by which the same is asked. */
export function valuesOf(world: World, field: string, ...keys: readonly string[]): readonly WrittenValue[] {
  const byField = world.once(valuesByField);
  return [field, ...keys].flatMap(name => byField.get(name) ?? []);
}

function valuesByField(world: World): ReadonlyMap<string, readonly WrittenValue[]> {
  const found = new Map<string, WrittenValue[]>();
  for (const value of writtenValues(world)) {
    const list = found.get(value.field);
    if (list === undefined) { found.set(value.field, [value]); } else { list.push(value); }
  }
  return found;
}

/** The path of a rule by its place. */
export function ruleAt(policy: AuthorizationPolicy, i: number): Cursor {
  return Cursor.of(policy.object, 'spec', 'rules').items[i];
}

function collect({ model }: World): readonly WrittenValue[] {
  const found: WrittenValue[] = [];
  for (const policy of model.authorizationPolicies.all) {
    const rules = Cursor.of(policy.object, 'spec', 'rules');
    for (let i = 0; i < rules.length; i++) {
      const rule = rules.item(i);
      const [from, to, conditions] = [rule.at('from'), rule.at('to'), rule.at('when')];
      for (let k = 0; k < from.length; k++) { addFields(found, policy, from.item(k).at('source'), SOURCE_FIELDS); }
      for (let k = 0; k < to.length; k++) { addFields(found, policy, to.item(k).at('operation'), OPERATION_FIELDS); }
      for (const when of conditions.items) {
        const key = when.at('key').string ?? '';
        addList(found, policy, key, false, when.at('values'));
        addList(found, policy, key, true, when.at('notValues'));
      }
    }
  }
  return found;
}

function addFields(found: WrittenValue[], policy: AuthorizationPolicy, at: Cursor, fields: readonly string[]): void {
  if (at.object === undefined) { return; }
  for (const key of Object.keys(at.object)) {
    const negated = /^not[A-Z]/.test(key);
    const field = negated ? `${key[3].toLowerCase()}${key.slice(4)}` : key;
    if (fields.includes(field)) { addList(found, policy, field, negated, at.at(key)); }
  }
}

function addList(found: WrittenValue[], policy: AuthorizationPolicy, field: string, negated: boolean, list: Cursor): void {
  for (let i = 0; i < list.length; i++) {
    const at = list.item(i);
    if (at.string !== undefined) { found.push({ policy, field, negated, at, value: at.string }); }
  }
}
