import type { DeclaredOperation } from './declaration';
import { operationSet } from './declared-sets';
import { AccessSpace } from '../access-sets';
import { routeMatches } from '../access-sets/route-matches';
import type { Language, ProductSet } from '../algebra';
import { Unsupported } from '../algebra';
import type { HttpMatch } from '../model';

/** What routes of gateways take, and what was exposed, as sets of one space; each is asked for once. */
export class RoutedSets {
  public readonly space = new AccessSpace();
  private readonly byMatches = new Map<readonly HttpMatch[], ProductSet>();
  private readonly byOperation = new Map<DeclaredOperation, ProductSet>();

  /** All requests that a rule may take; no match is every request. */
  public led(matches: readonly HttpMatch[]): ProductSet {
    const { http, algebra: { sets } } = this.space;
    const known = this.byMatches.get(matches)
      ?? (matches.length === 0 ? http : sets.intersection(http, sets.union(...matches.map(match => routeMatches(this.space, match, () => {}).may))));
    this.byMatches.set(matches, known);
    return known;
  }

  /** The requests of an operation, for any host; a browser may ask before whether it may send them. */
  public declared(operation: DeclaredOperation): ProductSet {
    const { sets, strings, optionalStrings } = this.space.algebra;
    const { methods } = operation;
    const wanted = methods === undefined ? optionalStrings.present : optionalStrings.presentIn(strings.oneOf([...methods]));
    const known = this.byOperation.get(operation) ?? sets.union(
      this.routable(operation),
      sets.intersection(this.routable({ ...operation, methods: ['OPTIONS'] }), sets.where(this.space.header('access-control-request-method'), wanted)),
    );
    this.byOperation.set(operation, known);
    return known;
  }

  /** As routes can tell requests: a segment of a template is any text there, and only policies know better. */
  private routable({ methods, paths }: DeclaredOperation): ProductSet {
    const { sets, strings } = this.space.algebra;
    const templates = paths?.filter(path => path.includes('{')) ?? [];
    const plain = paths?.filter(path => !path.includes('{'));
    const texts = templates.map(path => strings.re2(path.split('/').map(segment =>
      ({ '{*}': '[^/]+', '{**}': '(?s:.*)' })[segment] ?? segment.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('/')));
    const known = texts.filter(text => !(text instanceof Unsupported)) as Language[];
    return sets.intersection(this.space.http, operationSet(this.space, methods ? { methods } : {}), sets.union(
      ...plain === undefined ? [sets.all] : plain.length > 0 ? [operationSet(this.space, { paths: plain })] : [],
      sets.where(this.space.path, strings.union(...known)),
    ));
  }
}
