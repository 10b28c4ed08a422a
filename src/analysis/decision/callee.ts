import { hostWithin, splitPort } from '../hosts';
import type { MeshModel, Workload } from '../model';
import type { Arrival } from './arrival';
import type { LayerVerdict } from './decision';
import { LayerSpeaker } from './decision';
import { readsRequests } from './gateway-servers';
import { gatewayServersAt, inboundChain, meshServersAt, receivesInbound } from './inbound';
import { decideAuthorization } from './layers/authorization';
import { extensionIn } from './layers/extensions';
import type { HandshakeVerdict } from './layers/mutual-tls';
import { decideHandshake, withoutProxy } from './layers/mutual-tls';
import type { TokenVerdict } from './layers/request-authentication';
import { decideToken } from './layers/request-authentication';
import { normalizePath, withoutQuery } from './match/paths';
import type { Routable } from './match/routes';
import { isGatewayProxy } from './proxies';
import type { Request } from './request';
import type { Transport } from './transport';
import { isUnknown, Unknown } from './tri';

const interception = new LayerSpeaker('interception', false);
const routing = new LayerSpeaker('routing', false);
const authorization = new LayerSpeaker('authorizationPolicy', true);

const NO_ADDRESS = new Unknown('the callee\'s address is not known');
const NO_HEADERS: ReadonlyMap<string, string> = new Map();

/** What comes to the callee's pod. */
export interface Incoming {
  readonly transport: Transport;
  /** Who the caller is, if it can prove it. */
  readonly identity?: string;
  readonly peerAddress: string | Unknown;
  readonly remoteAddress: string | Unknown;
  /** As it is after the caller's side; undefined for bytes. */
  readonly request?: Omit<Routable, 'authority'> & { readonly authority: string | Unknown };
  /** What the caller sees where the connection is refused. */
  readonly refused: string;
}

/** The layers of the callee's side, in order. */
export function receive(
  model: MeshModel, callee: Workload, sidecar: boolean, ambient: boolean, request: Request, incoming: Incoming,
): readonly LayerVerdict[] {
  const { transport, refused } = incoming;
  if (!sidecar) {
    if (ambient) {
      const cause = `${callee.namespace}/${callee.name} is in ambient mode, which is not modelled`;
      return [interception.allow(cause), authorization.unknown(cause)];
    }
    const why = `${callee.namespace}/${callee.name} has no sidecar`;
    return [interception.allow(`${why}: no policy of the mesh is enforced there`), withoutProxy(transport, why, refused)];
  }
  const { intercepted, annotation } = receivesInbound(model, callee, request.port);
  const note = annotation === undefined ? '' : ` (${annotation})`;
  if (isUnknown(intercepted)) { return [interception.unknown(intercepted.cause + note, callee)]; }
  if (!intercepted) {
    const why = `port ${request.port} of ${callee.namespace}/${callee.name} goes around its sidecar${note}`;
    return [interception.allow(`${why}: no policy of the mesh is enforced there`, callee, annotation), withoutProxy(transport, why, refused)];
  }
  const closed = closedAtGateway(model, callee, request.port, incoming);
  if (closed !== undefined) { return [closed]; }
  const met = interception.allow(`${callee.namespace}/${callee.name} has a sidecar, which receives port ${request.port}`);
  const layers = enforce(model, callee, request, incoming);
  const extension = extensionIn(model, callee, isGatewayProxy(callee) ? 'GATEWAY' : 'SIDECAR_INBOUND');
  if (extension === undefined) { return [met, ...layers]; }
  // It may do anything to what its proxy does.
  return [met, ...layers.filter(layer => layer.layer === 'mutualTls' && layer.verdict === 'ALLOW'),
    authorization.unknown(`${extension.kind} ${extension.namespace}/${extension.name} changes the callee's proxy in ways that are not modelled`, extension)];
}

/**
 * Why a gateway's pods would not take it: no server of a Gateway is for the port, for the name of the handshake, or for the host of the
 * request.
 */
function closedAtGateway(model: MeshModel, callee: Workload, port: number, { transport, request }: Incoming): LayerVerdict | undefined {
  const all = gatewayServersAt(model, callee, port);
  if (all.length === 0 && !isGatewayProxy(callee)) { return undefined; }
  const name = `${callee.namespace}/${callee.name}`;
  if (all.length === 0) { return routing.deny(`no Gateway has a server for port ${port} of ${name}`, 'reset', callee); }
  const servers = meshServersAt(model, callee, port);
  if (servers.length === 0 || servers.length < all.length) { return undefined; }
  const broken = all.find(({ gateway }) => gateway.problems.length > 0)?.gateway;
  if (broken !== undefined) { return routing.unknown(`Gateway ${broken.namespace}/${broken.name} cannot be read: ${broken.problems[0]}`, broken); }
  const { serverName } = transport;
  const everything = servers.every(({ server }) => server.hosts.some(({ host }) => host === '*'));
  if (everything) { return undefined; }
  if (isUnknown(serverName)) { return routing.unknown(`which server of ${name} takes it depends on the server name: ${serverName.cause}`, servers[0].gateway); }
  const named = servers.filter(({ server }) => server.hosts.some(({ host }) => hostWithin(serverName, host)));
  if (named.length === 0) {
    return routing.deny(`no server of a Gateway on port ${port} of ${name} is for the server name '${serverName}'`, 'reset', servers[0].gateway);
  }
  if (request === undefined || !named.every(readsRequests)) { return undefined; }
  if (isUnknown(request.authority)) { return routing.unknown(`which server of ${name} takes it depends on the host: ${request.authority.cause}`, named[0].gateway); }
  const asked = splitPort(request.authority).host.toLowerCase();
  return named.some(({ server }) => server.hosts.some(({ host }) => hostWithin(asked, host))) ? undefined
    : routing.deny(`the server for '${serverName}' of ${name} is not for the host ${asked}`, '404', named[0].gateway);
}

function enforce(model: MeshModel, callee: Workload, request: Request, incoming: Incoming): readonly LayerVerdict[] {
  const { transport } = incoming;
  const chain = inboundChain(model, callee, request.port);
  const handshake = decideHandshake(model, callee, request.port, transport, incoming.identity, incoming.refused);
  const http = chain.protocol === 'http' || (chain.protocol === 'sniffed' && incoming.request !== undefined);
  if (http && incoming.request === undefined) {
    return [routing.deny(`port ${request.port} is declared as HTTP, and bytes that are not HTTP are refused`, 'reset', chain.declaredBy), handshake.verdict];
  }
  const token = decideToken(model, callee, request, http);
  const arrival: Arrival = {
    http,
    port: request.port,
    identity: handshake.identity,
    peerAddress: incoming.peerAddress,
    remoteAddress: http ? forwardedFor(incoming) : incoming.peerAddress,
    destinationAddress: callee.addresses[0] ?? NO_ADDRESS,
    serverName: handshake.identity === undefined ? '' : transport.serverName,
    method: incoming.request?.method ?? '',
    path: pathOf(model, incoming),
    authority: incoming.request?.authority ?? '',
    headers: incoming.request?.headers ?? NO_HEADERS,
    claims: token.claims,
  };
  const certain = handshake.verdict.verdict !== 'UNKNOWN' && token.mayBeMissing !== true;
  return [handshake.verdict, token.verdict, certain ? decideAuthorization(model, callee, arrival)
    : inEveryCase(casesOf(arrival, handshake, token, incoming), one => decideAuthorization(model, callee, one))];
}

/** What may come, and why it is not known which. */
interface Cases {
  readonly arrivals: readonly Arrival[];
  readonly cause: string;
  /** Whether it may be something else besides. */
  readonly open: boolean;
}

/** Where a layer before does not know what it lets through, policies are asked about each. */
function casesOf(arrival: Arrival, handshake: HandshakeVerdict, token: TokenVerdict, { identity, transport }: Incoming): Cases {
  if (handshake.verdict.verdict === 'UNKNOWN') {
    const plaintext = transport.kind === 'plaintext';
    return {
      arrivals: plaintext || identity === undefined ? [arrival] : [arrival, { ...arrival, identity }],
      cause: handshake.verdict.reason,
      open: !plaintext && identity === undefined,
    };
  }
  return { arrivals: [arrival, { ...arrival, claims: undefined }], cause: token.verdict.reason, open: false };
}

function inEveryCase({ arrivals, cause, open }: Cases, decideCase: (arrival: Arrival) => LayerVerdict): LayerVerdict {
  const [first, ...others] = arrivals.map(decideCase);
  const certain = others.every(other => other.verdict === first.verdict) && !(open && first.object !== undefined);
  return certain ? first : authorization.unknown(`it depends: ${cause}`, first.object);
}

function pathOf(model: MeshModel, { request }: Incoming): string | Unknown {
  const path = request?.path ?? '/';
  if (isUnknown(path)) { return path; }
  const normalized = normalizePath(path, model.meshConfig.pathNormalization);
  return isUnknown(normalized) ? normalized : withoutQuery(normalized);
}

/** A sidecar believes the last address of X-Forwarded-For. */
function forwardedFor(incoming: Incoming): string | Unknown {
  const header = incoming.request?.headers.get('x-forwarded-for');
  return header === undefined ? incoming.remoteAddress : header.split(',').pop()?.trim() ?? incoming.remoteAddress;
}
