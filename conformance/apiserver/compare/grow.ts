import type { Random } from './random';
import { NUMBERS, TEXTS } from './values';
import { meets } from '../../../src/analysis/findings/schema/conditions';
import { CustomNode } from '../../../src/analysis/findings/schema/custom-node';
import { checkType, checkValue } from '../../../src/analysis/findings/schema/custom-value';
import { CUSTOM_KINDS } from '../../../src/analysis/findings/schema/generated/custom-kinds';
import { Problems } from '../../../src/analysis/findings/schema/problems';

type Json = Record<string, unknown>;

const TRIES = 12;
const DEEPEST = 12;

/** Grows an object of a kind of a release from its schema: mostly sound, field by field. */
export function growObject(name: string, release: string, random: Random): Json {
  const slash = name.lastIndexOf('/');
  const root = CustomNode.at(CUSTOM_KINDS[name].roots[release]);
  const object: Json = { apiVersion: name.slice(0, slash), kind: name.slice(slash + 1), metadata: { name: 'grown' } };
  for (const field of ['spec', ...root.fields]) {
    if (['apiVersion', 'kind', 'metadata', 'status'].includes(field) || field in object) { continue; }
    const node = root.field(field);
    if (node instanceof CustomNode) { object[field] = grow(node, random, 0); }
  }
  return object;
}

/** What the rules of a place refuse is tried again, a few times. */
function grow(node: CustomNode, random: Random, depth: number): unknown {
  let value: unknown;
  for (let i = 0; i < TRIES; i++) {
    value = attempt(node, random, depth);
    if (isSound(value, node) || random.chance(0.02)) { break; }
  }
  return value;
}

function attempt(node: CustomNode, random: Random, depth: number): unknown {
  const { is } = node;
  if (is.enum !== undefined && random.chance(0.97)) { return random.pick(is.enum); }
  switch (is.type) {
    case 'object': return growFields(node, random, depth);
    case 'array': return growItems(node, random, depth);
    case 'string': return random.pick(TEXTS);
    case 'integer': return random.pick(NUMBERS.filter(Number.isInteger));
    case 'number': return random.pick(NUMBERS);
    case 'boolean': return random.chance(0.5);
    default: return random.chance(0.5) ? random.pick(NUMBERS) : random.pick(TEXTS);
  }
}

function growItems(node: CustomNode, random: Random, depth: number): unknown[] {
  const { items } = node;
  if (items === undefined) { return []; }
  const count = Math.max(node.is.minItems ?? 0, depth > DEEPEST ? 0 : random.pick([0, 1, 1, 1, 2, 2, 3]));
  return Array.from({ length: count }, () => grow(items, random, depth + 1));
}

function growFields(node: CustomNode, random: Random, depth: number): Json {
  const result: Json = {};
  const few = 1 / (1 + depth / 2);
  const excluded = new Set((node.is.atMostOne ?? []).flatMap(fields => {
    const kept = random.pick(fields);
    return fields.filter(field => field !== kept);
  }));
  for (const name of node.fields) {
    const field = node.field(name);
    const needed = node.is.required?.includes(name) === true;
    if (!needed && (excluded.has(name) || !random.chance(0.15 + 0.5 * few) || depth > DEEPEST)) { continue; }
    result[name] = field instanceof CustomNode ? grow(field, random, depth + 1) : { any: 'thing' };
  }
  if (node.is.values !== undefined) {
    const inner = node.field('some key');
    for (let i = random.below(3); i > 0; i--) {
      const key = random.pick(TEXTS);
      // JSON cannot hold it as an own key of an object that is written down like this.
      if (key !== '__proto__') { result[key] = inner instanceof CustomNode ? grow(inner, random, depth + 1) : 'x'; }
    }
  }
  return result;
}

function isSound(value: unknown, node: CustomNode): boolean {
  const problems = new Problems();
  if (!checkType(value, node, problems)) { return false; }
  checkValue(value, node, problems);
  return problems.count === 0 && (node.is.allOf ?? []).every(condition => meets(value, condition)) && node.rules.every(({ holds }) => {
    try { return holds(value); } catch { return false; }
  });
}
