import type { Language, Value } from './value-set';
import { TooLargeError } from '../automata/automata';
import type { Automaton } from '../automata/automaton';
import type { Truth } from '../automata/truth';
import type { TextOptions } from '../strings/expression';
import { expressionText, templateText } from '../strings/expression-text';
import type { Term } from '../strings/terms';
import { enumerate, frontier } from '../strings/terms';

/** What a description is made with: the forms, and the algebra to try them. */
export interface Forms {
  readonly none: Language;
  readonly all: Language;
  readonly nonEmpty: Language;
  exact(value: string, options?: TextOptions): Language;
  prefix(value: string, options?: TextOptions): Language;
  suffix(value: string, options?: TextOptions): Language;
  containing(value: string, options?: TextOptions): Language;
  union(...sets: readonly Language[]): Language;
  difference(a: Language, b: Language): Language;
  isSubset(a: Language, b: Language): boolean;
  /** Strings with this beginning and, after it, this end. */
  surrounded(beginning: string, end: string): Language;
  witness(set: Language): { readonly value: Value } | undefined;
  lowerCaseIn(set: Language): Language;
  reversed(set: Language): Automaton<Truth>;
}

/** Beyond this a list of terms is not searched for terms that others make superfluous. */
const FEW = 24;

/**
 * A language in words, the first of these that fits: everything, or a list of `x`, `x*`, `*x` and `*x*`, or everything except
 * such a list, in any case or in the case that is told; `x*y`; everything with a common beginning except such a list; an
 * expression.
 */
export function describeLanguage(forms: Forms, set: Language): string {
  if (set === forms.none) { return 'none'; }
  if (set === forms.all) { return 'any'; }
  if (set === forms.nonEmpty) { return '*'; }
  const rest = forms.difference(forms.all, set);
  const anyCase = forms.lowerCaseIn(set) === set ? inWords(forms, set, rest, { ignoreCase: true }) : undefined;
  if (anyCase !== undefined && /[a-z]/.test(anyCase.replace(/^any except/, ''))) { return `${anyCase} (in any case)`; }
  const plain = inWords(forms, set, rest, {});
  if (plain !== undefined) { return plain; }
  const beginning = commonPrefix(set, forms.none);
  const end = ending(forms, set);
  if (forms.surrounded(beginning, end) === set) { return `${beginning === '' ? '' : quoted(beginning)}*${end === '' ? '' : quoted(end)}`; }
  const within = forms.prefix(beginning);
  const missing = terms(forms, forms.difference(within, set), {}) ?? wideTerms(forms, rest, {});
  if (beginning !== '' && forms.difference(within, unionOf(forms, missing, {})) === set) {
    return `${termText({ form: 'prefix', text: beginning })} except ${list(missing)}`;
  }
  const expression = expressionText(set);
  if (expression === undefined) { return `strings like ${JSON.stringify(forms.witness(set)?.value)}, by an expression too long to be told`; }
  return templateText(expression) ?? `matching ${expression}`;
}

/** As a list, or as everything except a list, whichever is shorter. */
function inWords(forms: Forms, set: Language, rest: Language, options: TextOptions): string | undefined {
  const inside = terms(forms, set, options);
  const outside = inside !== undefined && inside.length === 1 ? undefined : terms(forms, rest, options);
  if (outside !== undefined && outside.length < (inside?.length ?? Infinity)) { return `any except ${list(outside)}`; }
  return inside === undefined ? undefined : list(inside);
}

/** The longest text that every string of the set ends with. */
function ending(forms: Forms, set: Language): string {
  try {
    return Array.from(commonPrefix(forms.reversed(set), forms.none)).reverse().join('');
  } catch (error) {
    if (error instanceof TooLargeError) { return ''; }
    throw error;
  }
}

/** A list of terms whose union is the set; undefined if none was found. */
function terms(forms: Forms, set: Language, options: TextOptions): readonly Term[] | undefined {
  const ignoreCase = options.ignoreCase === true;
  const listed = enumerate(set, ignoreCase);
  if (listed !== undefined) { return unionOf(forms, listed, options) === set ? listed : undefined; }
  const wide = wideTerms(forms, set, options);
  if (wide.length === 0) { return undefined; }
  const found = unionOf(forms, wide, options);
  const exact = enumerate(forms.difference(set, found), ignoreCase);
  if (exact === undefined) { return undefined; }
  const all = [...wide, ...exact];
  return unionOf(forms, all, options) === set ? necessary(forms, all, options) : undefined;
}

/** Terms other than exact strings whose strings are all in the set. */
function wideTerms(forms: Forms, set: Language, options: TextOptions): readonly Term[] {
  const ignoreCase = options.ignoreCase === true;
  const found = frontier(set, ignoreCase).flatMap<Term>(text => [
    { form: 'prefix', text }, ...forms.isSubset(forms.containing(text, options), set) ? [{ form: 'containing', text } as const] : [],
  ]);
  return [...found, ...backwards(forms, set, ignoreCase).map<Term>(text => ({ form: 'suffix', text }))];
}

function backwards(forms: Forms, set: Language, ignoreCase: boolean): readonly string[] {
  try {
    return frontier(forms.reversed(set), ignoreCase).map(text => Array.from(text).reverse().join(''));
  } catch (error) {
    if (error instanceof TooLargeError) { return []; }
    throw error;
  }
}

/** Without the terms that the others make superfluous, the narrowest forms first. */
function necessary(forms: Forms, all: readonly Term[], options: TextOptions): readonly Term[] {
  if (all.length > FEW) { return all; }
  const order: readonly Term['form'][] = ['exact', 'prefix', 'suffix', 'containing'];
  const whole = unionOf(forms, all, options);
  return [...all].sort((a, b) => order.indexOf(a.form) - order.indexOf(b.form)).reduce<readonly Term[]>((kept, term) => {
    const others = kept.filter(other => other !== term);
    return unionOf(forms, others, options) === whole ? others : kept;
  }, all);
}

function unionOf(forms: Forms, all: readonly Term[], options: TextOptions): Language {
  return forms.union(...all.map(({ form, text }) => forms[form](text, options)));
}

/** The longest text that every string of the set begins with. */
function commonPrefix(set: Language, none: Language): string {
  let text = '';
  let state = set;
  for (;;) {
    const ways = state.steps.values.map((to, i) => ({ to, first: state.steps.starts[i], end: state.steps.starts[i + 1] ?? Infinity }))
      .filter(({ to }) => to !== none);
    if (state.output.id === 1 || ways.length !== 1 || ways[0].end !== ways[0].first + 1) { return text; }
    text += String.fromCodePoint(ways[0].first);
    state = ways[0].to;
  }
}

function list(all: readonly Term[]): string {
  return all.map(termText).join(', ');
}

function termText({ form, text }: Term): string {
  const plain = quoted(text);
  switch (form) {
    case 'exact': return plain;
    case 'prefix': return text === '' ? 'any' : `${plain}*`;
    case 'suffix': return `*${plain}`;
    case 'containing': return `*${plain}*`;
  }
}

/** Text that could be taken for something else, as JSON. */
function quoted(text: string): string {
  return /^[^\s,"*{\0-\x1f\x7f]+$/.test(text) && !['any', 'none', 'present', 'absent'].includes(text) ? text : JSON.stringify(text);
}
