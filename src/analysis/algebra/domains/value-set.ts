import type { Automaton } from '../automata/automaton';
import type { Truth } from '../automata/truth';

/** The kinds of values that a dimension can have. */
export type Kind = 'strings' | 'optional strings' | 'integers' | 'addresses';

/** A value: an address is its text, `undefined` is the absence of an optional string. */
export type Value = string | number | undefined;

declare const KIND: unique symbol;

/**
 * A set of values of one kind, canonical and interned: within one algebra equal sets are one object. It is an automaton
 * over the codes of the values; the kind is known to the compiler only.
 */
export type ValueSet<K extends Kind = Kind> = Automaton<Truth> & { readonly [KIND]?: K };

/** A set of strings that can be told by a finite automaton: a regular language. */
export type Language = ValueSet<'strings'>;
/** A set of strings, to which the absence of a string may belong. */
export type OptionalLanguage = ValueSet<'optional strings'>;
export type IntegerSet = ValueSet<'integers'>;
/** A set of IPv4 and IPv6 addresses. */
export type AddressSet = ValueSet<'addresses'>;
