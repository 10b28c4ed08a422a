import { certainBeginning, matchesWhole, quoted } from './regular-expression';

/** What is asked of one string. */
export type Condition =
  | { readonly form: 'exact' | 'prefix' | 'regex'; readonly value: string }
  | { readonly form: 'present' };

/** Two conditions that one match of Istio's cannot ask for together. */
export const UNSAYABLE = Symbol('unsayable');

/** Both at once: a condition, undefined where no string meets both, or UNSAYABLE. */
export function bothConditions(a: Condition, b: Condition): Condition | undefined | typeof UNSAYABLE {
  if (sameCondition(a, b) || b.form === 'present') {
    return a;
  }
  if (a.form === 'present') {
    return b;
  }
  if (a.form === 'exact') {
    return meets(a.value, b) ? a : undefined;
  }
  if (b.form === 'exact') {
    return meets(b.value, a) ? b : undefined;
  }
  if (a.form === 'prefix') {
    return b.form === 'prefix' ? bothPrefixes(a, b) : prefixAndRegex(a, b);
  }
  return b.form === 'prefix' ? prefixAndRegex(b, a) : UNSAYABLE;
}

type Texted = Exclude<Condition, { readonly form: 'present' }>;

function bothPrefixes(a: Texted, b: Texted): Condition | undefined {
  return a.value.startsWith(b.value) ? a : b.value.startsWith(a.value) ? b : undefined;
}

/** As far as the expression's own beginning tells. */
function prefixAndRegex(prefix: Texted, regex: Texted): Condition | undefined | typeof UNSAYABLE {
  const beginning = certainBeginning(regex.value);
  return beginning.startsWith(prefix.value) ? regex : prefix.value.startsWith(beginning) ? UNSAYABLE : undefined;
}

/** Either of two, as one condition. */
export function eitherCondition(a: Condition, b: Condition): Condition {
  if (coversCondition(a, b)) {
    return a;
  }
  if (coversCondition(b, a)) {
    return b;
  }
  const [first, second] = [expressionOf(a), expressionOf(b)].sort();
  return { form: 'regex', value: `${first}|${second}` };
}

/** Does every string that meets `narrow` meet `wide`? False also where it cannot be told. */
export function coversCondition(wide: Condition, narrow: Condition): boolean {
  const both = bothConditions(wide, narrow);
  return both !== undefined && both !== UNSAYABLE && sameCondition(both, narrow);
}

function sameCondition(a: Condition, b: Condition): boolean {
  return a.form === b.form && valueOf(a) === valueOf(b);
}

/** For messages. */
export function conditionText(condition: Condition): string {
  return condition.form === 'present' ? 'present' : `${condition.form} '${condition.value}'`;
}

/** Is the text one of those? */
export function meets(text: string, condition: Condition): boolean {
  switch (condition.form) {
    case 'exact': return text === condition.value;
    case 'prefix': return text.startsWith(condition.value);
    case 'regex': return matchesWhole(condition.value, text);
    case 'present': return true;
  }
}

function expressionOf(condition: Condition): string {
  switch (condition.form) {
    case 'exact': return quoted(condition.value);
    case 'prefix': return `${quoted(condition.value)}.*`;
    case 'regex': return `(?:${condition.value})`;
    case 'present': return '.*';
  }
}

function valueOf(condition: Condition): string {
  return condition.form === 'present' ? '' : condition.value;
}
