import type { World } from './world';
import { AccessSpace } from '../../access-sets/access-space';
import { routeMatches } from '../../access-sets/route-matches';
import type { Bounds, Dimension, Kind, Language, ProductSet, ValueSet } from '../../algebra';
import { dimensionsOf, TooLargeError, Unsupported, witness } from '../../algebra';
import { isWildcard } from '../../hosts';
import type { HttpMatch, Labels, StreamMatch, StringMatch } from '../../model';

/** What needs larger automata is not said: a route with such expressions is not worth the time. */
const LIMIT = 2_000;

/** Beyond this many states a space is let go. */
const FULL = 50_000;

/**
 * What the matches of routes take, as sets: of requests or connections, with the proxy that sends them and the port at which it got
 * them. What cannot be said exactly is said by bounds.
 */
export class RouteSpace {
  /** A space that several rules share until it has grown large. */
  public static of(world: World): RouteSpace {
    const holder = world.once(makeHolder);
    if (holder.space.access.algebra.size.states > FULL) { holder.space = new RouteSpace(); }
    return holder.space;
  }

  public readonly access = new AccessSpace(LIMIT);
  private readonly singleLine: Language;

  public constructor() {
    this.singleLine = this.language({ form: 'regex', value: '.*' }) ?? this.access.algebra.strings.all;
  }

  /** The requests that an HTTP match takes. */
  public http(match: HttpMatch): Bounds {
    const { algebra } = this.access;
    const { bounds } = algebra;
    const plain = ([name]: readonly [string, StringMatch]): boolean => !isClaim(name);
    const asked = routeMatches(this.access, {
      ...match, queryParams: [], headers: match.headers.filter(plain), withoutHeaders: match.withoutHeaders.filter(plain), scheme: undefined,
    }, () => undefined);
    const source = match.gateways.length > 0 ? this.gateways(match.gateways) : bounds.intersection(
      this.labels(match.sourceLabels), this.optional('source namespace', exactly(match.sourceNamespace)));
    return bounds.intersection(
      asked, source, this.port(match.port), this.optional('scheme', match.scheme),
      ...match.queryParams.map(([name, wanted]) => this.optional(`query:${name}`, wanted)),
      ...match.headers.filter(entry => !plain(entry)).map(([name, wanted]) => this.optional(`user:${name.toLowerCase()}`, wanted)),
      ...match.withoutHeaders.filter(entry => !plain(entry)).map(([name, wanted]) => bounds.complement(this.optional(`user:${name.toLowerCase()}`, wanted))),
    );
  }

  /** The connections that a match of `tls` or `tcp` takes; here all of its conditions count. */
  public stream(match: StreamMatch): Bounds {
    const { algebra, serverName, source } = this.access;
    const { bounds, sets, strings, addresses } = algebra;
    const names = match.serverNames.map(name => isWildcard(name) ? strings.suffix(name.slice(1)) : strings.exact(name));
    const blocks = match.subnets.map(subnet => addresses.block(subnet));
    return bounds.intersection(
      this.port(match.port), this.labels(match.sourceLabels), this.optional('source namespace', exactly(match.sourceNamespace)),
      match.gateways.length === 0 ? bounds.all : this.gateways(match.gateways),
      names.length === 0 ? bounds.all : this.exactly(sets.where(serverName, strings.union(...names))),
      blocks.length === 0 ? bounds.all : blocks.includes(undefined) ? bounds.unknown
        : this.exactly(sets.where(source, addresses.union(...blocks.filter(block => block !== undefined)))),
    );
  }

  /**
   * What there can be at all of the things that sets ask for: paths begin with a slash, and nothing has a line break.
   *
   * @param gateways where the routes are used; undefined where that is not known
   */
  public possible(gateways: readonly string[] | undefined, ...asking: readonly ProductSet[]): ProductSet {
    const { algebra, path, method, host } = this.access;
    const { sets, strings, optionalStrings } = algebra;
    const optional = [...new Set(asking.flatMap(set => [...dimensionsOf(set)]))]
      .filter((dimension): dimension is Dimension<'optional strings'> => dimension.domain.kind === 'optional strings' && dimension !== method);
    return sets.intersection(
      sets.where(this.gateway, gateways === undefined ? strings.all : strings.oneOf(gateways)),
      sets.where(path, strings.intersection(strings.prefix('/'), this.singleLine)),
      sets.where(host, strings.intersection(strings.nonEmpty, this.singleLine)),
      sets.where(method, optionalStrings.presentIn(strings.intersection(strings.nonEmpty, this.singleLine))),
      ...optional.map(dimension => sets.where(dimension, optionalStrings.absentOrIn(this.singleLine))),
    );
  }

  /** A path that is in the set, if the path matters there. */
  public examplePath(set: ProductSet): string | undefined {
    const found = witness(this.access.algebra.sets, set)?.get(this.access.path.name);
    return typeof found === 'string' ? found : undefined;
  }

  private get gateway(): Dimension<'strings'> {
    return this.access.algebra.dimension('gateway', this.access.algebra.strings);
  }

  private gateways(names: readonly string[]): Bounds {
    return this.where(this.gateway, this.access.algebra.strings.oneOf(names));
  }

  private port(port: number | undefined): Bounds {
    const { bounds, integers } = this.access.algebra;
    if (port === undefined) { return bounds.all; }
    if (!Number.isInteger(port) || port < 0 || port > integers.greatest) { return bounds.none; }
    return this.where(this.access.algebra.dimension('port', integers), integers.of(port));
  }

  private labels(labels: Labels): Bounds {
    return this.access.algebra.bounds.intersection(this.access.algebra.bounds.all,
      ...[...labels].map(([key, value]) => this.optional(`label:${key}`, { form: 'exact', value })));
  }

  private optional(name: string, wanted: StringMatch | undefined): Bounds {
    const { bounds, optionalStrings } = this.access.algebra;
    if (wanted === undefined) { return bounds.all; }
    const values = this.language(wanted);
    if (values === undefined) { return bounds.unknown; }
    return this.where(this.access.algebra.dimension(name, optionalStrings), optionalStrings.presentIn(values));
  }

  private language(wanted: StringMatch): Language | undefined {
    const { strings } = this.access.algebra;
    switch (wanted.form) {
      case 'presence': return strings.all;
      case 'exact': return strings.exact(wanted.value);
      case 'prefix': return strings.prefix(wanted.value);
      case 'regex': {
        const values = strings.re2(wanted.value);
        return values instanceof Unsupported ? undefined : values;
      }
    }
  }

  private where<K extends Kind>(dimension: Dimension<K>, values: ValueSet<K>): Bounds {
    return this.exactly(this.access.algebra.sets.where(dimension, values));
  }

  private exactly(set: ProductSet): Bounds {
    return this.access.algebra.bounds.exactly(set);
  }
}

/** What a computation with sets comes to; undefined where the sets grow too large to say it. */
export function unlessTooLarge<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof TooLargeError) { return undefined; }
    throw error;
  }
}

function isClaim(name: string): boolean {
  return name.toLowerCase().startsWith('@request.auth.');
}

function exactly(value: string | undefined): StringMatch | undefined {
  return value === undefined || value === '' ? undefined : { form: 'exact', value };
}

function makeHolder(): { space: RouteSpace } {
  return { space: new RouteSpace() };
}
