import { conditionSet } from './conditions';
import type { DeclaredEdge, DeclaredOperation } from './declaration';
import type { AccessSpace, ByIdentity } from '../access-sets';
import type { Language, ProductSet } from '../algebra';
import { Unsupported } from '../algebra';

/** The requests that a declared call means, as the callee's proxy sees them. */
export function declaredSet(space: AccessSpace, edge: DeclaredEdge, trustDomains: readonly string[]): ProductSet {
  return space.byIdentity.toSet(declaredByIdentity(space, edge, trustDomains));
}

/** The same, told apart by who sends the requests. */
export function declaredByIdentity(space: AccessSpace, edge: DeclaredEdge, trustDomains: readonly string[]): ByIdentity {
  const { byIdentity, algebra: { sets } } = space;
  const { caller: { principal }, conditions } = edge;
  const caller = principal.endsWith('*') ? byIdentity.of(callerSet(space, principal, trustDomains))
    : byIdentity.from(identitiesOf(principal, trustDomains));
  const asked = conditions === undefined ? caller : byIdentity.intersection(caller, byIdentity.of(conditionSet(space, edge, trustDomains)));
  const operation = edge.arrives ?? edge.operation;
  const parts = [
    ...operation ? [space.http, operationSet(space, operation)] : [],
    // A gateway out of the mesh is asked for a host by the name of the handshake.
    ...edge.passage && !edge.callee.addresses ? [sets.where(space.serverName, space.algebra.strings.exact(edge.passage.service.host))] : [],
  ];
  return parts.length > 0 ? byIdentity.intersection(asked, byIdentity.of(sets.intersection(...parts))) : asked;
}

/** The same requests, as far as they bear no token: what a bad token is answered is not the call's matter. */
export function withoutToken(space: AccessSpace, set: ProductSet): ProductSet {
  return space.algebra.sets.intersection(set, tokenless(space));
}

/** The requests that bear no token. */
export function tokenless(space: AccessSpace): ProductSet {
  const { sets, optionalStrings } = space.algebra;
  return sets.intersection(sets.where(space.header('authorization'), optionalStrings.absent), sets.where(space.tokenText('iss'), optionalStrings.absent));
}

/** The same requests of callers that prove no identity. */
export function anonymously(space: AccessSpace, set: ProductSet): ProductSet {
  return space.algebra.sets.intersection(space.algebra.sets.project(set, space.principal), space.anonymous);
}

/** The requests of callers without identity, or with one as the mesh's CA issues them: for a service account. */
export function issued(space: AccessSpace): ProductSet {
  const { sets, strings } = space.algebra;
  return sets.union(space.anonymous, space.has(space.principal, strings.re2('[^/]+/ns/[^/]+/sa/[^/]+') as Language));
}

/**
 * The requests that bear an identity; one of the mesh counts as one of each of its aliases, and the other way round. A whole
 * trust domain is itself only.
 */
export function callerSet(space: AccessSpace, principal: string, trustDomains: readonly string[]): ProductSet {
  const { sets, strings } = space.algebra;
  const callers = space.has(space.principal, strings.union(...identitiesOf(principal, trustDomains).map(identity =>
    (identity.endsWith('*') ? strings.prefix(identity.slice(0, -1)) : strings.exact(identity)))));
  return principal.endsWith('*') ? sets.intersection(callers, issued(space)) : callers;
}

/** What a principal is known as. */
function identitiesOf(principal: string, trustDomains: readonly string[]): readonly string[] {
  const slash = principal.indexOf('/');
  const own = principal.slice(0, slash);
  const domains = trustDomains.includes(own) && principal !== `${own}/*` ? trustDomains : [own];
  return domains.map(domain => domain + principal.slice(slash));
}

/** The requests that are such an operation. */
export function operationSet(space: AccessSpace, { methods, paths, hosts }: DeclaredOperation): ProductSet {
  const { sets, strings } = space.algebra;
  const parts: ProductSet[] = [];
  if (methods) {
    parts.push(space.has(space.method, strings.oneOf(methods)));
  }
  if (paths) {
    parts.push(sets.where(space.path, strings.union(...paths.map(path => pathLanguage(space, path)))));
  }
  if (hosts) {
    parts.push(sets.where(space.host, strings.union(...hosts.map(host => hostLanguage(space, host)))));
  }
  return sets.intersection(...parts);
}

function pathLanguage(space: AccessSpace, path: string): Language {
  const { strings } = space.algebra;
  if (path.includes('{')) {
    const template = strings.uriTemplate(path);
    if (template instanceof Unsupported) {
      throw new Error(`path template '${path}' cannot be read: ${template.reason}`);
    }
    return template;
  }
  if (path === '*') {
    return strings.nonEmpty;
  }
  return path.endsWith('*') ? strings.prefix(path.slice(0, -1)) : path.startsWith('*') ? strings.suffix(path.slice(1)) : strings.exact(path);
}

/** A host with or without a port; hosts have no case. */
function hostLanguage(space: AccessSpace, host: string): Language {
  const { strings } = space.algebra;
  const options = { ignoreCase: true };
  if (/:\d+$/.test(host)) {
    return strings.exact(host, options);
  }
  if (host.endsWith('*')) {
    return strings.prefix(host.slice(0, -1), options);
  }
  if (host.startsWith('*')) {
    return strings.suffix(host.slice(1), options);
  }
  return strings.union(strings.exact(host, options), strings.prefix(`${host}:`, options));
}
