import type { AccessByIdentity } from './access';
import type { AccessSpace } from './access-space';
import type { AtAnyPort } from './at-any-port';
import { authorized } from './authorization';
import type { ByIdentity } from './by-identity';
import { takenByServers } from './gateway-names';
import { identitiesIn } from './identities';
import type { Tokens } from './tokens';
import { tokensOf } from './tokens';
import type { Bounds, OptionalLanguage } from '../algebra';
import { attachedTo } from '../decision/attachment';
import type { InboundChain } from '../decision/inbound';
import { inboundChain, meshServersAt, peerMode, receivesInbound } from '../decision/inbound';
import { extensionIn } from '../decision/layers/extensions';
import { isAmbient, isGatewayProxy } from '../decision/proxies';
import { isUnknown } from '../decision/tri';
import type { MeshModel, Workload } from '../model';

/**
 * What the callee's own side lets through at a container port, whoever calls and whatever a caller's proxy does: the
 * interception of its traffic, mutual TLS, tokens and AuthorizationPolicies. Of plaintext and mutual TLS a caller may
 * choose; TLS of another kind is not among the points.
 *
 * @param sidecar whether the callee has a sidecar
 * @param atAnyPort what is known of the callee already
 */
export function identityAccess(
  space: AccessSpace, model: MeshModel, callee: Workload, port: number, sidecar: boolean, atAnyPort: AtAnyPort<Bounds<ByIdentity>>,
): AccessByIdentity {
  const { byIdentity, boundsByIdentity: bounds } = space;
  const unknown = (cause: string): AccessByIdentity => ({ ...bounds.unknown, causes: [cause] });
  // Without proxy nobody ends mutual TLS.
  const plaintext = byIdentity.of(space.anonymous);
  const open: AccessByIdentity = { must: plaintext, may: plaintext, causes: [] };
  if (!sidecar) { return isAmbient(model, callee) ? unknown(`${callee.namespace}/${callee.name} is in ambient mode, which is not modelled`) : open; }
  const { intercepted } = receivesInbound(model, callee, port);
  if (isUnknown(intercepted)) { return unknown(intercepted.cause); }
  if (!intercepted) { return open; }
  const extension = extensionIn(model, callee, isGatewayProxy(callee) ? 'GATEWAY' : 'SIDECAR_INBOUND');
  if (extension !== undefined) { return unknown(`${extension.kind} ${extension.namespace}/${extension.name} changes the callee's proxy in ways that are not modelled`); }
  const causes = new Set<string>();
  const doubt = (cause: string): void => { causes.add(cause); };
  const { must, may } = enforced(space, model, callee, port, atAnyPort, doubt);
  return byIdentity.equals(must, may) ? { must, may: must, causes: [] } : { must, may, causes: [...causes] };
}

function enforced(
  space: AccessSpace, model: MeshModel, callee: Workload, port: number, atAnyPort: AtAnyPort<Bounds<ByIdentity>>, doubt: (cause: string) => void,
): Bounds<ByIdentity> {
  const bounds = space.boundsByIdentity;
  const { sets } = space.algebra;
  const chain = inboundChain(model, callee, port);
  const policies = attachedTo(model.authorizationPolicies, callee, model);
  const trustDomains = trustDomainsOf(model);
  const ground = { space, trustDomains, port, ...callee.addresses.length === 0 ? {} : { address: callee.addresses[0] } };
  const connections = (): Bounds<ByIdentity> => atAnyPort.find('connections', policies, doubt, doubted =>
    authorized(policies, { ...ground, http: false, verified: sets.none, doubt: doubted }));
  const requests = (): Bounds<ByIdentity> => atAnyPort.find('requests', policies, doubt, doubted =>
    readAsHttp(space, tokensOf(space, attachedTo(model.requestAuthentications, callee, model), doubted),
      verified => authorized(policies, { ...ground, http: true, verified, doubt: doubted })));
  const within = (of: typeof space.http, policed: Bounds<ByIdentity>): Bounds<ByIdentity> =>
    bounds.intersection(bounds.exactly(space.byIdentity.of(of)), policed);
  const read = chain.protocol === 'http' ? within(space.http, requests())
    : chain.protocol === 'sniffed' ? bounds.union(within(space.http, requests()), within(space.bytes, connections()))
      : connections();
  const servers = meshServersAt(model, callee, port);
  const taken = servers.length === 0 || chain.ownTls ? read
    : bounds.intersection(read, bounds.exactly(space.byIdentity.of(takenByServers(space, servers))));
  return withHandshake(space, model, callee, port, chain, taken, doubt);
}

export function trustDomainsOf({ meshConfig }: MeshModel): readonly string[] {
  return [...new Set([meshConfig.trustDomain, ...meshConfig.trustDomainAliases])];
}

/** Tokens first, then policies, which see the claims of what was verified. */
function readAsHttp(space: AccessSpace, tokens: Tokens, policed: (verified: Tokens['verified']) => Bounds<ByIdentity>): Bounds<ByIdentity> {
  const { byIdentity, boundsByIdentity: bounds } = space;
  const { sets } = space.algebra;
  const admitted = { must: byIdentity.of(tokens.admitted.must), may: byIdentity.of(tokens.admitted.may) };
  const seen = policed(sets.union(tokens.verified, tokens.perhaps));
  if (sets.isEmpty(tokens.perhaps)) { return bounds.intersection(admitted, seen); }
  // What is let through for certain has claims that are seen, or none.
  return bounds.intersection(admitted, { must: seen.must, may: byIdentity.union(seen.may, policed(tokens.verified).may) });
}

function withHandshake(
  space: AccessSpace, model: MeshModel, callee: Workload, port: number, chain: InboundChain, read: Bounds<ByIdentity>, doubt: (cause: string) => void,
): Bounds<ByIdentity> {
  const { byIdentity, boundsByIdentity: bounds } = space;
  const { strings, optionalStrings } = space.algebra;
  const { mode, broken } = peerMode(model, callee, port);
  if (broken !== undefined || chain.ownTls) {
    doubt(broken === undefined ? 'the proxy ends TLS of the application\'s own on this port, which is not modelled'
      : `PeerAuthentication ${broken.namespace}/${broken.name} cannot be read: ${broken.problems[0]}`);
    // Nor is it known whether policies learn who calls.
    return { must: byIdentity.none, may: byIdentity.union(read.may, byIdentity.of(byIdentity.at(read.may, undefined))) };
  }
  const ours = (): OptionalLanguage => optionalStrings.presentIn(identitiesIn(strings, trustDomainsOf(model)));
  const principals = {
    STRICT: ours,
    DISABLE: () => optionalStrings.absent,
    PERMISSIVE: () => optionalStrings.union(ours(), optionalStrings.absent),
  }[mode];
  return bounds.intersection(read, bounds.exactly(byIdentity.of(space.among(space.principal, principals()))));
}
