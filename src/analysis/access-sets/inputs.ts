import type { AccessSpace } from './access-space';
import type { ByIdentity } from './by-identity';
import { claims, pathOfClaim, requestPrincipals } from './claims';
import { exactPrincipals, namespaces, principals, serviceAccounts, trustDomainsOf } from './identities';
import { policyHeaders, policyStrings } from './strings';
import type { Bounds, Language, ProductSet } from '../algebra';
import { Unsupported } from '../algebra';
import type { OperationField, SourceField, Values } from '../model';

/** Where rules are evaluated: at one port of one callee, over what is read of the requests. */
export interface Place {
  readonly space: AccessSpace;
  readonly policyNamespace: string;
  readonly trustDomains: readonly string[];
  /** Whether requests are read as HTTP. If not, rules see a connection only. */
  readonly http: boolean;
  readonly port: number;
  /** The callee's address, if it is known. */
  readonly address?: string;
  /** The requests whose token is verified, so that rules see its claims. */
  readonly verified: ProductSet;
  /** Remembers why something is unknown. */
  readonly doubt: (cause: string) => void;
}

/** One input of rules: the requests for which one of its values holds, and whether only HTTP has it. */
export interface Input {
  readonly httpOnly: boolean;
  readonly match: (value: string, place: Place) => Bounds<ByIdentity>;
}

function input(httpOnly: boolean, match: (value: string, place: Place) => ProductSet): Input {
  return { httpOnly, match: (value, place) => exactly(place, match(value, place)) };
}

function exactly({ space }: Place, set: ProductSet): Bounds<ByIdentity> {
  return space.boundsByIdentity.exactly(space.byIdentity.of(set));
}

function constant({ space }: Place, value: boolean): Bounds<ByIdentity> {
  return value ? space.boundsByIdentity.all : space.boundsByIdentity.none;
}

function identity(of: (value: string, place: Place) => Language): Input {
  return input(false, (value, place) => place.space.has(place.space.principal, of(value, place)));
}

/** Claims that nobody verified are none. */
function token(match: (value: string, place: Place) => ProductSet): Input {
  return input(true, (value, place) => place.space.algebra.sets.intersection(place.verified, match(value, place)));
}

const patterns = identity((value, { space, trustDomains }) => principals(space.algebra.strings, value, trustDomains));
const principal: Input = {
  httpOnly: false,
  match: (value, place) => {
    const identities = exactPrincipals(value, place.trustDomains);
    return identities === undefined ? patterns.match(value, place) : place.space.boundsByIdentity.exactly(place.space.byIdentity.from(identities));
  },
};
const namespace = identity((value, { space }) => namespaces(space.algebra.strings, value));
const serviceAccount = identity((value, { space, policyNamespace }) => serviceAccounts(space.algebra.strings, value, policyNamespace));
const trustDomain = identity((value, { space, trustDomains }) => trustDomainsOf(space.algebra.strings, value, trustDomains));
const requestPrincipal = token((value, { space }) => requestPrincipals(space, value));

function unknown(place: Place, cause: string): Bounds<ByIdentity> {
  place.doubt(cause);
  return place.space.boundsByIdentity.unknown;
}

function addresses(of: 'source' | 'remote'): Input {
  return {
    httpOnly: false,
    match: (value, place) => {
      const { algebra } = place.space;
      const block = algebra.addresses.block(value);
      if (block === undefined) { return unknown(place, `${value} is neither an address nor a block of addresses`); }
      // Of a connection nobody tells another address than its own.
      return exactly(place, algebra.sets.where(place.http ? place.space[of] : place.space.source, block));
    },
  };
}

const source = addresses('source');
const remote = addresses('remote');
const port: Input = {
  httpOnly: false,
  match: (value, place) => /^\d{1,5}$/.test(value) ? constant(place, Number(value) === place.port) : unknown(place, `${value} is not a port`),
};
const destination: Input = {
  httpOnly: false,
  match: (value, place) => {
    const { addresses: domain } = place.space.algebra;
    const block = domain.block(value);
    if (block === undefined) { return unknown(place, `${value} is neither an address nor a block of addresses`); }
    const { address } = place;
    if (address !== undefined && domain.encode(address) !== undefined) { return constant(place, domain.includes(block, address)); }
    return /\/0$/.test(value) && !value.includes(':') ? place.space.boundsByIdentity.all : unknown(place, 'the callee\'s address is not known');
  },
};
/** The server name of the handshake; without mutual TLS there is none. */
const serverName = input(false, (value, { space }) => {
  const { sets, strings } = space.algebra;
  const names = policyStrings(strings, value);
  const named = sets.intersection(space.identified, sets.where(space.serverName, names));
  return strings.includes(names, '') ? sets.union(space.anonymous, named) : named;
});
const host = input(true, (value, { space }) =>
  space.algebra.sets.where(space.host, policyHeaders(space.algebra.strings, value, { ignoreCase: true })));
const method = input(true, (value, { space }) => space.has(space.method, policyHeaders(space.algebra.strings, value)));
const path: Input = {
  httpOnly: true,
  match: (value, place) => {
    const { strings, sets } = place.space.algebra;
    const paths = /\{\*\*?\}/.test(value) ? strings.uriTemplate(value) : policyStrings(strings, value);
    if (paths instanceof Unsupported) { return unknown(place, `the path template ${value} cannot be used: ${paths.reason}`); }
    return exactly(place, sets.where(place.space.path, paths));
  },
};

const SOURCES: Readonly<Record<SourceField, Input>> = {
  principals: principal,
  requestPrincipals: requestPrincipal,
  namespaces: namespace,
  serviceAccounts: serviceAccount,
  trustDomains: trustDomain,
  ipBlocks: source,
  remoteIpBlocks: remote,
};
const OPERATIONS: Readonly<Record<OperationField, Input>> = { hosts: host, ports: port, methods: method, paths: path };
const CONDITIONS: ReadonlyMap<string, Input> = new Map([
  ['source.ip', source],
  ['remote.ip', remote],
  ['source.namespace', namespace],
  ['source.serviceAccount', serviceAccount],
  ['source.principal', principal],
  ['source.trustDomain', trustDomain],
  ['request.auth.principal', requestPrincipal],
  ['request.auth.audiences', claim(['aud'])],
  ['request.auth.presenter', claim(['azp'])],
  ['destination.ip', destination],
  ['destination.port', port],
  ['connection.sni', serverName],
]);

function claim(at: readonly string[]): Input {
  return token((value, { space }) => claims(space, at, value));
}

function header(name: string): Input {
  return input(true, (value, { space }) => {
    const values = policyHeaders(space.algebra.strings, value);
    switch (name) {
      case ':method': return space.has(space.method, values);
      case ':authority':
      case 'host': return space.algebra.sets.where(space.host, values);
      default: return space.has(space.header(name), values);
    }
  });
}

export function sourceInput(field: SourceField): Input {
  return SOURCES[field];
}

export function operationInput(field: OperationField): Input {
  return OPERATIONS[field];
}

/** The input of a condition; undefined where it depends on what no manifest tells. */
export function conditionInput(key: string): Input | undefined {
  const known = CONDITIONS.get(key);
  if (known !== undefined) { return known; }
  const name = /^request\.headers\[(.+)\]$/.exec(key)?.[1].toLowerCase();
  if (name === ':path') { return { httpOnly: true, match: (_value, place) => unknown(place, 'the header :path is not modelled') }; }
  if (name !== undefined) { return header(name); }
  const at = key.startsWith('request.auth.claims') ? pathOfClaim(key.slice('request.auth.claims'.length)) : undefined;
  return at === undefined ? undefined : claim(at);
}

/** The requests for which one of the values holds, and none of the others; all where there are no values. */
export function matching({ match }: Input, { values, notValues }: Values, place: Place): Bounds<ByIdentity> {
  const bounds = place.space.boundsByIdentity;
  const some = (list: readonly string[]): Bounds<ByIdentity> => bounds.union(...list.map(value => match(value, place)));
  const wanted = values.length === 0 ? bounds.all : some(values);
  return notValues.length === 0 ? wanted : bounds.difference(wanted, some(notValues));
}
