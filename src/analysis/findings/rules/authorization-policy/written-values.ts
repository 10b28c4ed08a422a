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
  return model.authorizationPolicies.all.flatMap(policy => Cursor.of(policy.object, 'spec', 'rules').items.flatMap(rule => [
    ...rule.at('from').items.flatMap(from => fieldsOf(policy, from.at('source'), SOURCE_FIELDS)),
    ...rule.at('to').items.flatMap(to => fieldsOf(policy, to.at('operation'), OPERATION_FIELDS)),
    ...rule.at('when').items.flatMap(when => [
      ...listed(policy, when.at('key').string ?? '', false, when.at('values')),
      ...listed(policy, when.at('key').string ?? '', true, when.at('notValues')),
    ]),
  ]));
}

function fieldsOf(policy: AuthorizationPolicy, at: Cursor, fields: readonly string[]): readonly WrittenValue[] {
  return at.entries.flatMap(([key, list]) => {
    const negated = /^not[A-Z]/.test(key);
    const field = negated ? `${key[3].toLowerCase()}${key.slice(4)}` : key;
    return fields.includes(field) ? listed(policy, field, negated, list) : [];
  });
}

function listed(policy: AuthorizationPolicy, field: string, negated: boolean, list: Cursor): readonly WrittenValue[] {
  return list.items.flatMap(at => (at.string === undefined ? [] : [{ policy, field, negated, at, value: at.string }]));
}
