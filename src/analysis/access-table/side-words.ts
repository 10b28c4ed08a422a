import { AccessSpace } from '../access-sets';
import { claims } from '../access-sets/claims';
import type { Language, Side } from '../algebra';
import { enumerate } from '../algebra/strings/terms';

const CLAIM = 'claim:';

/** What a set asks of a header, a claim or an address, in words. */
export function sideWords(space: AccessSpace, side: Side): string {
  const { name, domain } = side.dimension;
  if (!name.startsWith(CLAIM) || domain.kind !== 'strings') { return domain.describe(side.values); }
  const { strings } = space.algebra;
  const has = elements(space, side, side.values as Language);
  if (has !== undefined) { return `has ${has}`; }
  const lacks = elements(space, side, strings.complement(side.values as Language));
  return lacks === undefined ? domain.describe(side.values) : `has none of ${lacks}`;
}

/** The strings of which a claim must have one, if that is all that is asked. */
function elements(space: AccessSpace, { dimension }: Side, set: Language): string | undefined {
  const { sets, strings } = space.algebra;
  // A list of one string is the string and its end.
  const code = AccessSpace.SEPARATOR.codePointAt(0) as number;
  const ending = strings.reversed(set).after(code);
  const single = enumerate(strings.difference(strings.reversed(ending), strings.containing(AccessSpace.SEPARATOR)), false);
  if (single === undefined || single.length === 0 || single.some(({ form }) => form !== 'exact')) { return undefined; }
  const path = dimension.name.slice(CLAIM.length).split('.');
  const asked = sets.union(...single.map(({ text }) => claims(space, path, text)));
  return asked === sets.where(dimension, set) ? strings.describe(strings.oneOf(single.map(({ text }) => text))) : undefined;
}
