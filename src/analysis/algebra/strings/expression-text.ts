import type { Letters } from './letters';
import { allBut, LAST_CODE_POINT, unite } from './letters';
import { SEGMENT } from './uri-template';
import type { Automaton } from '../automata/automaton';
import { reachable } from '../automata/split';
import { Truth } from '../automata/truth';

/** An automaton larger than this is not written out, for nobody would read it. */
const READABLE = 16;
const LONGEST = 240;
const SEGMENT_CLASS = classText(SEGMENT);
const PATH_CLASS = classText(unite(SEGMENT, [[47, 47]]));
const OPERATOR = new RegExp(`(${[`${SEGMENT_CLASS}+`, `${PATH_CLASS}*`].map(text => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|')})`);

/** Text with the loosest operator in it, to know where brackets are needed. */
interface Piece {
  readonly text: string;
  readonly level: 'choice' | 'sequence' | 'atom';
  /** The factor at the end, to see where the same follows once more. */
  readonly last?: string;
}

const EMPTY: Piece = { text: '', level: 'sequence' };

/** A language as a regular expression (state elimination), with `.` for every character; undefined if that is too long to read. */
export function expressionText(set: Automaton<Truth>): string | undefined {
  const states = [...reachable([set])].filter(state => !(state.constant && state.output === Truth.FALSE));
  const text = states.length > READABLE ? undefined : eliminate(set, states);
  return text === undefined || text.length > LONGEST ? undefined : text;
}

/** The URI template that an expression is; undefined if it is none. */
export function templateText(expression: string): string | undefined {
  const parts = expression.split(OPERATOR).map((part, i) => i % 2 === 0 ? part : part === `${PATH_CLASS}*` ? '{**}' : '{*}');
  const literals = parts.filter((_, i) => i % 2 === 0);
  if (parts.length === 1 || !literals.every(part => /^(?:[^\\^$.|?*+()[\]{}]|\\[.$+()])*$/.test(part))) { return undefined; }
  return parts.map((part, i) => i % 2 === 0 ? part.replace(/\\/g, '') : part).join('');
}

function eliminate(set: Automaton<Truth>, states: readonly Automaton<Truth>[]): string {
  const number = new Map(states.map((state, i) => [state, i + 1]));
  const end = states.length + 1;
  /** From state to state, 0 before the first and `end` after the last. */
  const edges = new Map<number, Map<number, Piece>>(Array.from({ length: end + 1 }, (_, i) => [i, new Map<number, Piece>()]));
  const connect = (from: number, to: number, piece: Piece): void => {
    const row = edges.get(from) as Map<number, Piece>;
    row.set(to, either(row.get(to), piece));
  };
  connect(0, number.get(set) as number, EMPTY);
  for (const state of states) {
    const from = number.get(state) as number;
    if (state.output === Truth.TRUE) { connect(from, end, EMPTY); }
    for (const [to, letters] of lettersBetween(state)) {
      const target = number.get(to);
      if (target !== undefined) { connect(from, target, atom(classText(letters))); }
    }
  }
  const left = new Set(states.map((_, i) => i + 1));
  while (left.size > 0) {
    const ways = [...left].map(state => ({ state, before: [...edges].filter(([from, row]) => from !== state && row.has(state)).length }));
    const { state } = ways.reduce((a, b) =>
      b.before * (edges.get(b.state) as Map<number, Piece>).size < a.before * (edges.get(a.state) as Map<number, Piece>).size ? b : a);
    left.delete(state);
    const row = edges.get(state) as Map<number, Piece>;
    edges.delete(state);
    for (const [from, other] of edges) {
      const into = other.get(state);
      if (into === undefined) { continue; }
      other.delete(state);
      for (const [to, out] of row) { if (to !== state) { connect(from, to, follow(repeated(into, row.get(state)), out)); } }
    }
  }
  return edges.get(0)?.get(end)?.text ?? '';
}

function either(a: Piece | undefined, b: Piece): Piece {
  if (a === undefined || a.text === b.text) { return b; }
  if (a === EMPTY) { return optional(b); }
  if (b === EMPTY) { return optional(a); }
  return { text: `${a.text}|${b.text}`, level: 'choice' };
}

function optional(piece: Piece): Piece {
  return { text: `${bracketed(piece, 'atom')}?`, level: 'atom' };
}

/** One piece and then any number of another. */
function repeated(piece: Piece, loop: Piece | undefined): Piece {
  if (loop === undefined) { return piece; }
  const many = bracketed(loop, 'atom');
  if (piece.level !== 'choice' && piece.last === many) { return { text: `${piece.text}+`, level: 'sequence' }; }
  return follow(piece, { text: `${many}*`, level: 'sequence' });
}

function follow(a: Piece, b: Piece): Piece {
  if (a.text === '') { return b; }
  if (b.text === '') { return a; }
  return { text: bracketed(a, 'sequence') + bracketed(b, 'sequence'), level: 'sequence', last: b.level === 'choice' ? undefined : b.last };
}

function atom(text: string): Piece {
  return { text, level: 'atom', last: text };
}

function bracketed({ text, level }: Piece, least: 'sequence' | 'atom'): string {
  const single = /^(?:\\?[^[\\(]|\[(?:\\.|[^\]\\])*\])$/u.test(text);
  return level === 'choice' || (least === 'atom' && !single) ? `(${text})` : text;
}

function lettersBetween(state: Automaton<Truth>): ReadonlyMap<Automaton<Truth>, Letters> {
  const { starts, values } = state.steps;
  const found = new Map<Automaton<Truth>, Letters>();
  values.forEach((to, i) => found.set(to, unite(found.get(to) ?? [], [[starts[i], Math.min((starts[i + 1] ?? Infinity) - 1, LAST_CODE_POINT)]])));
  return found;
}

function classText(letters: Letters): string {
  const [[first, last] = [0, 0]] = letters;
  if (letters.length === 1 && first === 0 && last === LAST_CODE_POINT) { return '.'; }
  if (letters.length === 1 && first === last) { return printed(first); }
  const outside = allBut(letters);
  const few = outside.length < letters.length || last >= 0xffff;
  return few ? `[^${outside.map(rangeText).join('')}]` : `[${letters.map(rangeText).join('')}]`;
}

function rangeText([first, last]: readonly [number, number]): string {
  return first === last ? printed(first) : `${printed(first)}${last === first + 1 ? '' : '-'}${printed(last)}`;
}

function printed(code: number): string {
  if (code < 0x21 || (code > 0x7e && code < 0xa1)) { return `\\x{${code.toString(16)}}`; }
  const character = String.fromCodePoint(code);
  return /[\\^$.|?*+()[\]{}]/.test(character) ? `\\${character}` : character;
}
