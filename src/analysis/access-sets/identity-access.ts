import type { Access } from './access';
import type { AccessSpace } from './access-space';
import { authorized } from './authorization';
import { identitiesIn } from './identities';
import type { Tokens } from './tokens';
import { tokensOf } from './tokens';
import type { Bounds } from '../algebra';
import { attachedTo } from '../decision/attachment';
import { inboundChain, peerMode } from '../decision/inbound';
import { extensionIn } from '../decision/layers/extensions';
import { interceptsInbound, isAmbient } from '../decision/proxies';
import { isUnknown } from '../decision/tri';
import type { MeshModel, Workload } from '../model';

/**
 * What the callee's own side lets through at a container port, whoever calls and whatever a caller's proxy does: the
 * interception of its traffic, mutual TLS, tokens and AuthorizationPolicies. Of plaintext and mutual TLS a caller may
 * choose; TLS of another kind is not among the points.
 *
 * @param sidecar whether the callee has a sidecar
 */
export function identityAccess(space: AccessSpace, model: MeshModel, callee: Workload, port: number, sidecar: boolean): Access {
  const { bounds } = space.algebra;
  const name = `${callee.namespace}/${callee.name}`;
  const unknown = (cause: string): Access => ({ ...bounds.unknown, causes: [cause] });
  // Without proxy nobody ends mutual TLS.
  const open: Access = { ...space.exactly(space.anonymous), causes: [] };
  if (!sidecar) { return isAmbient(model, callee) ? unknown(`${name} is in ambient mode, which is not modelled`) : open; }
  const { intercepted } = interceptsInbound(callee, port);
  if (isUnknown(intercepted)) { return unknown(intercepted.cause); }
  if (!intercepted) { return open; }
  const extension = extensionIn(model, callee, 'SIDECAR_INBOUND');
  if (extension !== undefined) { return unknown(`${extension.kind} ${extension.namespace}/${extension.name} changes the callee's proxy in ways that are not modelled`); }
  const causes = new Set<string>();
  const doubt = (cause: string): void => { causes.add(cause); };
  const { must, may } = enforced(space, model, callee, port, doubt);
  return { must, may, causes: must === may ? [] : [...causes] };
}

function enforced(space: AccessSpace, model: MeshModel, callee: Workload, port: number, doubt: (cause: string) => void): Bounds {
  const { bounds, sets } = space.algebra;
  const chain = inboundChain(model, callee, port);
  const policies = attachedTo(model.authorizationPolicies, callee, model);
  const trustDomains = trustDomainsOf(model);
  const ground = { space, trustDomains, port, doubt, ...callee.addresses.length === 0 ? {} : { address: callee.addresses[0] } };
  const connections = (): Bounds => authorized(policies, { ...ground, http: false, verified: sets.none });
  const requests = (): Bounds => readAsHttp(space, tokensOf(space, attachedTo(model.requestAuthentications, callee, model), doubt),
    verified => authorized(policies, { ...ground, http: true, verified }));
  const within = (of: typeof space.http, policed: Bounds): Bounds => bounds.intersection(space.exactly(of), policed);
  const read = chain.protocol === 'http' ? within(space.http, requests())
    : chain.protocol === 'sniffed' ? bounds.union(within(space.http, requests()), within(space.bytes, connections()))
      : connections();
  return withHandshake(space, model, callee, port, read, doubt);
}

export function trustDomainsOf({ meshConfig }: MeshModel): readonly string[] {
  return [...new Set([meshConfig.trustDomain, ...meshConfig.trustDomainAliases])];
}

/** Tokens first, then policies, which see the claims of what was verified. */
function readAsHttp(space: AccessSpace, tokens: Tokens, policed: (verified: Tokens['verified']) => Bounds): Bounds {
  const { bounds, sets } = space.algebra;
  const seen = policed(sets.union(tokens.verified, tokens.perhaps));
  if (sets.isEmpty(tokens.perhaps)) { return bounds.intersection(tokens.admitted, seen); }
  // What is let through for certain has claims that are seen, or none.
  return bounds.intersection(tokens.admitted, { must: seen.must, may: sets.union(seen.may, policed(tokens.verified).may) });
}

function withHandshake(space: AccessSpace, model: MeshModel, callee: Workload, port: number, read: Bounds, doubt: (cause: string) => void): Bounds {
  const { bounds, sets, strings, optionalStrings } = space.algebra;
  const { mode, broken } = peerMode(model, callee, port);
  if (broken !== undefined || inboundChain(model, callee, port).ownTls) {
    doubt(broken === undefined ? 'the proxy ends TLS of the application\'s own on this port, which is not modelled'
      : `PeerAuthentication ${broken.namespace}/${broken.name} cannot be read: ${broken.problems[0]}`);
    // Nor is it known whether policies learn who calls.
    return { must: sets.none, may: sets.union(read.may, sets.at(read.may, space.principal, undefined)) };
  }
  const ours = optionalStrings.presentIn(identitiesIn(strings, trustDomainsOf(model)));
  const principals = {
    STRICT: ours,
    DISABLE: optionalStrings.absent,
    PERMISSIVE: optionalStrings.union(ours, optionalStrings.absent),
  }[mode];
  return bounds.intersection(read, space.exactly(space.among(space.principal, principals)));
}
