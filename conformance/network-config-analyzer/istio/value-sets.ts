/** A set of methods, paths or hosts. */
export type Holds = (value: string) => boolean;

/*
 * NCA prints a set of strings as the words in it (`a, b`), or as how it came about: patterns (`/a/*|*[.]html`), or two sets
 * in parentheses with an operation between them; `all but` stands before the complement.
 */

const COMPLEMENT = 'all but ';

/** How a VirtualService's prefix goes on, and a letter for it that NCA's strings do not have. */
const BELOW = '(/*)?';
const BELOW_LETTER = '~';

export function readSet(text: string): Holds {
  if (text.startsWith(COMPLEMENT)) {
    const holds = readSet(text.slice(COMPLEMENT.length));
    return (value) => !holds(value);
  }
  const { holds, rest } = readExpression(text.replaceAll(BELOW, BELOW_LETTER));
  if (rest !== '') throw new Error(`not understood: '${rest}' in '${text}'`);
  return holds;
}

interface Read {
  readonly holds: Holds;
  readonly rest: string;
}

function readExpression(text: string): Read {
  if (!text.startsWith('(')) {
    const end = text.search(/[()]/);
    return end === -1 ? { holds: readLeaf(text), rest: '' } : { holds: readLeaf(text.slice(0, end)), rest: text.slice(end) };
  }
  const { holds, rest } = readOperand(text);
  const operation = rest.slice(0, 1);
  if (operation === '' || operation === ')') return { holds, rest };
  const other = readOperand(rest.slice(1));
  const both = combined(operation, holds, other.holds);
  return { holds: both, rest: other.rest };
}

function readOperand(text: string): Read {
  const { holds, rest } = text.startsWith('(') ? readExpression(text.slice(1)) : { holds: undefined, rest: text };
  if (holds === undefined || !rest.startsWith(')')) throw new Error(`not understood: '${text}'`);
  return { holds, rest: rest.slice(1) };
}

function combined(operation: string, a: Holds, b: Holds): Holds {
  switch (operation) {
    case '|': return (value) => a(value) || b(value);
    case '&': return (value) => a(value) && b(value);
    case '-': return (value) => a(value) && !b(value);
    default: throw new Error(`not understood: the operation '${operation}'`);
  }
}

const ANY = '[.\\w/\\-]';

function readLeaf(text: string): Holds {
  const patterns = text.split(/\||, /).map(readPattern);
  return (value) => patterns.some((pattern) => pattern.test(value));
}

function readPattern(text: string): RegExp {
  const parts = text.replaceAll(`${ANY}+`, '+').split(/(\[\.\]|\*|\+|~)/).map((part) => {
    if (part === BELOW_LETTER) return `(?:/${ANY}*)?`;
    if (part === '*' || part === '+') return ANY + part;
    return part === '[.]' ? '\\.' : literal(part);
  });
  return new RegExp(`^${parts.join('')}$`);
}

function literal(text: string): string {
  if (!/^[.\w/-]*$/.test(text)) throw new Error(`not understood: the pattern '${text}'`);
  return text.replaceAll('.', '\\.');
}
