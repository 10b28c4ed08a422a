import type { ByIdentity } from './by-identity';
import { IdentitySets } from './by-identity';
import type { Bounds, Dimension, Language, OptionalLanguage, ProductSet } from '../algebra';
import { Algebra, BoundedSets } from '../algebra';

/** The dimensions that come first in diagrams: those that few values tell apart. */
const ORDER = ['method', 'principal', 'source', 'remote', 'server name', 'host', 'path'];

/**
 * The points that access sets are made of: requests as the callee's proxy sees them.
 *
 * - `principal`: the identity that mutual TLS proves, without `spiffe://`; absent on plaintext.
 * - `method`: absent where it is not HTTP, but bytes over a connection. What follows of HTTP then says nothing.
 * - `path`: normalized, without query.
 * - `host`: what the request has for a host, with its port.
 * - `header:<name>`, in lower case: a header, or its absence.
 * - `claim:iss` and `claim:sub`: issuer and subject of a genuine token, split where the rule that accepts it says so. An
 *   absent issuer is the absence of a token; an empty one is a token without issuer.
 * - `claim:<path>`, for every other claim: the list of its strings, each with `SEPARATOR` after it; one string is a list of one.
 * - `source`: the address at the other end of the connection.
 * - `remote`: the address of the client as HTTP tells it (`X-Forwarded-For`, else the source).
 * - `server name`: that of the TLS handshake; without says nothing.
 */
export class AccessSpace {
  /** Ends each string of a claim. */
  public static readonly SEPARATOR = '\u001f';

  public readonly algebra: Algebra;
  public readonly principal: Dimension<'optional strings'>;
  public readonly method: Dimension<'optional strings'>;
  public readonly path: Dimension<'strings'>;
  public readonly host: Dimension<'strings'>;
  public readonly serverName: Dimension<'strings'>;
  public readonly source: Dimension<'addresses'>;
  public readonly remote: Dimension<'addresses'>;
  /** It is HTTP. */
  public readonly http: ProductSet;
  /** It is not HTTP. */
  public readonly bytes: ProductSet;
  /** Mutual TLS proves an identity. */
  public readonly identified: ProductSet;
  public readonly anonymous: ProductSet;
  /** The same sets, told apart by who sends the requests. */
  public readonly byIdentity: IdentitySets;
  public readonly boundsByIdentity: BoundedSets<ByIdentity>;

  /** @param limit how many states an automaton may have while it is computed. @default - the algebra's */
  public constructor(limit?: number) {
    const algebra = new Algebra({ order: (a, b) => rank(a) - rank(b), ...limit === undefined ? {} : { limit } });
    this.algebra = algebra;
    this.principal = algebra.dimension('principal', algebra.optionalStrings);
    this.method = algebra.dimension('method', algebra.optionalStrings);
    this.path = algebra.dimension('path', algebra.strings);
    this.host = algebra.dimension('host', algebra.strings);
    this.serverName = algebra.dimension('server name', algebra.strings);
    this.source = algebra.dimension('source', algebra.addresses);
    this.remote = algebra.dimension('remote', algebra.addresses);
    this.http = algebra.sets.where(this.method, algebra.optionalStrings.present);
    this.bytes = algebra.sets.complement(this.http);
    this.identified = algebra.sets.where(this.principal, algebra.optionalStrings.present);
    this.anonymous = algebra.sets.complement(this.identified);
    const { sets, strings, optionalStrings } = algebra;
    this.byIdentity = new IdentitySets({ sets, strings, optionalStrings, principal: this.principal });
    this.boundsByIdentity = new BoundedSets(this.byIdentity);
  }

  public header(name: string): Dimension<'optional strings'> {
    return this.algebra.dimension(`header:${name}`, this.algebra.optionalStrings);
  }

  /** Issuer or subject. */
  public tokenText(name: 'iss' | 'sub'): Dimension<'optional strings'> {
    return this.algebra.dimension(`claim:${name}`, this.algebra.optionalStrings);
  }

  /** The strings of any other claim. */
  public claimList(path: readonly string[]): Dimension<'strings'> {
    return this.algebra.dimension(`claim:${path.join('.')}`, this.algebra.strings);
  }

  /** Present, and in the set. */
  public has(dimension: Dimension<'optional strings'>, values: Language): ProductSet {
    return this.algebra.sets.where(dimension, this.algebra.optionalStrings.presentIn(values));
  }

  public among(dimension: Dimension<'optional strings'>, values: OptionalLanguage): ProductSet {
    return this.algebra.sets.where(dimension, values);
  }

  public exactly(set: ProductSet): Bounds {
    return this.algebra.bounds.exactly(set);
  }
}

function rank(name: string): number {
  const index = ORDER.indexOf(name);
  return index === -1 ? ORDER.length : index;
}
