import { AccessSpace } from './access-space';
import { policyStrings } from './strings';
import type { Expression, ProductSet } from '../algebra';
import { allBut, ANYTHING, choice, letter, lettersOf, repeat, sequence, text } from '../algebra';

/*
 * What policies say of the claims of a verified token.
 */

const LETTER = letter(allBut(lettersOf(AccessSpace.SEPARATOR)));
const END = text(AccessSpace.SEPARATOR);

/** The tokens of which a claim, or an element of it, is one of the strings. */
export function claims(space: AccessSpace, path: readonly string[], pattern: string): ProductSet {
  const [name, ...inner] = path;
  if (inner.length === 0 && (name === 'iss' || name === 'sub')) {
    return space.has(space.tokenText(name), policyStrings(space.algebra.strings, pattern));
  }
  return withElement(space, path, elements(pattern));
}

/** The tokens of which a claim is, or has for an element, what the expression matches. */
export function withElement(space: AccessSpace, path: readonly string[], element: Expression): ProductSet {
  const lists = sequence(choice(text(''), sequence(ANYTHING, END)), element, END, ANYTHING);
  return space.algebra.sets.where(space.claimList(path), space.algebra.strings.of(lists));
}

function elements(pattern: string): Expression {
  if (pattern === '*') { return repeat(LETTER, 1, Infinity); }
  const any = repeat(LETTER, 0, Infinity);
  if (pattern.startsWith('*')) { return sequence(any, text(pattern.slice(1))); }
  return pattern.endsWith('*') ? sequence(text(pattern.slice(0, -1)), any) : text(pattern);
}

/**
 * The tokens with one of `requestPrincipals`: issuer and subject, told apart at the last slash. Where the pattern has an
 * asterisk at one end, only that end is a pattern.
 */
export function requestPrincipals(space: AccessSpace, pattern: string): ProductSet {
  const { sets, strings } = space.algebra;
  const slash = pattern.lastIndexOf('/');
  const issuer = slash === -1 ? pattern : pattern.slice(0, slash);
  const subject = slash === -1 ? '' : pattern.slice(slash + 1);
  const pair = (iss: ReturnType<typeof strings.exact>, sub: ReturnType<typeof strings.exact>): ProductSet =>
    sets.intersection(space.has(space.tokenText('iss'), iss), space.has(space.tokenText('sub'), sub));
  if (pattern === '*') { return pair(strings.nonEmpty, strings.nonEmpty); }
  if (pattern.startsWith('*')) {
    if (slash === -1) { return pair(strings.nonEmpty, strings.suffix(pattern.slice(1))); }
    return pair(issuer === '*' ? strings.nonEmpty : strings.suffix(issuer.slice(1)), strings.exact(subject));
  }
  if (pattern.endsWith('*')) {
    if (slash === -1) { return pair(strings.prefix(pattern.slice(0, -1)), strings.nonEmpty); }
    return pair(strings.exact(issuer), subject === '*' ? strings.nonEmpty : strings.prefix(subject.slice(0, -1)));
  }
  return pair(strings.exact(issuer), strings.exact(subject));
}

/** `[a][b]` of `request.auth.claims[a][b]`; undefined where it has another form. */
export function pathOfClaim(brackets: string): readonly string[] | undefined {
  return /^(\[[^[\]]+\])+$/.test(brackets) ? brackets.slice(1, -1).split('][') : undefined;
}
