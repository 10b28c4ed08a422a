import type { AccessSpace } from './access-space';
import type { Bounds, Language } from '../algebra';
import { Unsupported } from '../algebra';
import type { HttpMatch, StringMatch } from '../model';

/** The requests that have what one match of a VirtualService asks for. Where they come from is asked elsewhere. */
export function routeMatches(space: AccessSpace, match: HttpMatch, doubt: (cause: string) => void): Bounds {
  const { bounds, sets, optionalStrings } = space.algebra;
  const unknown = (cause: string): Bounds => {
    doubt(cause);
    return bounds.unknown;
  };
  const asked = (wanted: StringMatch | undefined, of: (values: Language) => Bounds['must'], ignoreCase = false): Bounds => {
    if (wanted === undefined) { return bounds.all; }
    const values = language(space, wanted, ignoreCase);
    return values === undefined ? unknown('an expression of a route cannot be used') : space.exactly(of(values));
  };
  const header = (name: string, wanted: StringMatch): Bounds => {
    const lower = name.toLowerCase();
    if (lower === ':path' || lower.startsWith('@request.auth.')) { return unknown(`routing by ${name} is not modelled`); }
    return asked(wanted, values => {
      if (lower === ':method') { return space.has(space.method, values); }
      return lower === ':authority' || lower === 'host' ? sets.where(space.host, values) : space.among(space.header(lower), optionalStrings.presentIn(values));
    });
  };
  // A header that is missing counts as empty, unless presence is excluded.
  const excluded = (name: string, wanted: StringMatch): Bounds => {
    const values = wanted.form === 'presence' || isPartOfAll(name) ? undefined : language(space, wanted, false);
    if (values === undefined || !space.algebra.strings.includes(values, '')) { return header(name, wanted); }
    return bounds.union(header(name, wanted), space.exactly(space.among(space.header(name.toLowerCase()), optionalStrings.absent)));
  };
  return bounds.intersection(
    asked(match.uri, values => sets.where(space.path, values), match.ignoreUriCase),
    asked(match.method, values => space.has(space.method, values)),
    asked(match.authority, values => sets.where(space.host, values)),
    asked(match.scheme, values => space.algebra.strings.includes(values, 'http') ? sets.all : sets.none),
    ...match.headers.map(([name, wanted]) => header(name, wanted)),
    ...match.withoutHeaders.map(([name, wanted]) => bounds.complement(excluded(name, wanted))),
    match.queryParams.length === 0 ? bounds.all : unknown('routing by the query is not modelled'),
  );
}

/** Does every request have it? */
function isPartOfAll(name: string): boolean {
  return name.startsWith(':') || name.toLowerCase() === 'host' || name.startsWith('@');
}

/** Undefined for an expression that cannot be used. */
function language({ algebra: { strings } }: AccessSpace, match: StringMatch, ignoreCase: boolean): Language | undefined {
  switch (match.form) {
    case 'presence': return strings.all;
    case 'exact': return strings.exact(match.value, { ignoreCase });
    case 'prefix': return strings.prefix(match.value, { ignoreCase });
    case 'regex': {
      const values = strings.re2(match.value);
      return values instanceof Unsupported ? undefined : values;
    }
  }
}
