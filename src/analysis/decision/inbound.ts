import type { Gateway, MeshModel, PeerAuthentication, PeerMode, PortProtocol, Service, Sidecar, Workload } from '../model';
import { selects, targetOf } from '../model';
import type { Listener } from './gateway-routing';
import { readsRequests, serversAt } from './gateway-servers';
import { oncePer } from './once';
import type { Interception } from './proxies';
import { interceptsInbound, isGatewayProxy } from './proxies';
import { maySelect } from './selector-index';
import { sidecarOf } from './sidecar-scope';
import { Unknown } from './tri';

/** How the callee's proxy treats one of its ports. */
export interface InboundChain {
  readonly protocol: PortProtocol;
  /** What declares the port: a Service, the ingress of a Sidecar, or a Gateway. A port that nothing declares is looked into. */
  readonly declaredBy?: Service | Sidecar | Gateway;
  /** TLS of the application's own, ended by the proxy: it is not modelled. */
  readonly ownTls: boolean;
}

/** What the proxy makes of one port, of whomever: asked by every call to it, and found out once. */
class InboundPort {
  private knownServers?: readonly Listener[];
  private knownChain?: InboundChain;
  private knownInterception?: Interception;
  private knownMode?: EffectiveMode;

  public constructor(private readonly model: MeshModel, private readonly workload: Workload, private readonly port: number) {}

  public get servers(): readonly Listener[] {
    return this.knownServers ??= serversAt(this.model, this.workload, this.port, servicesOf(this.model, this.workload));
  }

  public get chain(): InboundChain {
    return this.knownChain ??= chainOf(this.model, this.workload, this.port, this.servers);
  }

  public get interception(): Interception {
    return this.knownInterception ??= interceptionOf(this.workload, this.port, this.servers);
  }

  public get mode(): EffectiveMode {
    return this.knownMode ??= modeOf(this.model, this.workload, this.port, this.servers);
  }
}

const portsOf = oncePer((_model, _workload: Workload) => new Map<number, InboundPort>());

function portOf(model: MeshModel, workload: Workload, port: number): InboundPort {
  const ports = portsOf(model, workload);
  let known = ports.get(port);
  if (known === undefined) { ports.set(port, known = new InboundPort(model, workload, port)); }
  return known;
}

/**
 * The oldest Service that maps to a container port decides its protocol, unless a Sidecar lists what comes in.
 */
export function inboundChain(model: MeshModel, callee: Workload, port: number): InboundChain {
  return portOf(model, callee, port).chain;
}

function chainOf(model: MeshModel, callee: Workload, port: number, servers: readonly Listener[]): InboundChain {
  if (servers.length > 0) {
    const http = servers.filter(readsRequests).length;
    // Servers of both kinds on one port are told apart by the name of the handshake.
    // Of servers with and without the mesh's TLS on one port, the older Gateway's stand, whichever that is.
    const alike = servers.every(isOfMesh) || servers.every(isPlain);
    return { protocol: http === servers.length ? 'http' : http === 0 ? 'tcp' : 'sniffed', declaredBy: servers[0].gateway, ownTls: !alike };
  }
  const sidecar = sidecarOf(model, callee);
  if (sidecar?.ingress !== undefined) {
    const listener = sidecar.ingress.find(entry => entry.port === port);
    return listener === undefined ? { protocol: 'sniffed', ownTls: false }
      : { protocol: listener.protocol, declaredBy: sidecar, ownTls: listener.tls };
  }
  for (const service of servicesOf(model, callee)) {
    for (const servicePort of service.ports) {
      if (servicePort.protocol !== 'udp' && targetOf(servicePort, callee) === port) {
        return { protocol: servicePort.protocol, declaredBy: service, ownTls: false };
      }
    }
  }
  return { protocol: 'sniffed', ownTls: false };
}

/** The services that have the workload's pods for endpoints, the oldest first. */
export const servicesOf = oncePer((model, workload: Workload): readonly Service[] =>
  maySelect(model.services.in(workload.namespace), workload, ({ selector }) => selector)
    .filter(service => service.selector !== undefined && selects(service.selector, workload.labels)));

/** The servers of Gateways at a container port of a gateway's pods, of whatever mode of TLS. */
export function gatewayServersAt(model: MeshModel, pods: Workload, port: number): readonly Listener[] {
  return portOf(model, pods, port).servers;
}

/** Those of them that want mutual TLS of the mesh: calls of workloads come to them, as they do to a sidecar. */
export function meshServersAt(model: MeshModel, pods: Workload, port: number): readonly Listener[] {
  return gatewayServersAt(model, pods, port).filter(isOfMesh);
}

function isOfMesh({ server }: Listener): boolean {
  return server.tls === 'ISTIO_MUTUAL';
}

function isPlain({ server }: Listener): boolean {
  return server.tls === undefined;
}

/**
 * Whether the proxy gets what comes to a port. Nothing is redirected to that of a gateway's pods: what else runs in them is open to
 * whoever comes, at any port that the proxy does not have.
 */
export function receivesInbound(model: MeshModel, callee: Workload, port: number): Interception {
  return portOf(model, callee, port).interception;
}

function interceptionOf(callee: Workload, port: number, servers: readonly Listener[]): Interception {
  const redirected = interceptsInbound(callee, port);
  if (redirected.intercepted !== true || !isGatewayProxy(callee) || !callee.runsBeside || servers.length > 0) {
    return redirected;
  }
  return { intercepted: new Unknown(`other containers of ${callee.namespace}/${callee.name} may listen at port ${port}, where a gateway's pods redirect nothing to the proxy`) };
}

/** A mode of mutual TLS and what sets it. */
export interface EffectiveMode {
  readonly mode: Exclude<PeerMode, 'UNSET'>;
  readonly policy?: PeerAuthentication;
  readonly rule?: string;
  /** A policy in force that could not be read. */
  readonly broken?: PeerAuthentication;
}

/**
 * The mesh's policy, overridden by the namespace's, overridden by the workload's, overridden by the port's. Of several
 * at one level the oldest counts.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function peerMode(model: MeshModel, workload: Workload, port: number): EffectiveMode {
  return portOf(model, workload, port).mode;
}

function modeOf(model: MeshModel, workload: Workload, port: number, servers: readonly Listener[]): EffectiveMode {
  // PeerAuthentications say nothing of a Gateway's servers.
  if (servers.some(isOfMesh)) { return { mode: 'STRICT' }; }
  if (servers.length > 0 && servers.every(isPlain)) { return { mode: 'DISABLE' }; }
  const { rootNamespace } = model.meshConfig;
  // Policies with a selector in the root namespace are for nobody.
  const own = workload.namespace === rootNamespace ? undefined
    : model.peerAuthentications.in(workload.namespace).find(policy => policy.selector !== undefined && selects(policy.selector, workload.labels));
  if (own === undefined) { return namespaceMode(model, workload.namespace); }
  const resolved = resolve([...baseLevels(model, workload.namespace), own]);
  const portMode = own.ports.get(port) ?? 'UNSET';
  return portMode === 'UNSET' ? resolved : { ...resolved, mode: portMode, policy: own, rule: `portLevelMtls.${port}` };
}

/** What a client's proxy can know without looking at pods: the modes of mesh and namespace. */
export const namespaceMode = oncePer((model, namespace: string): EffectiveMode => resolve(baseLevels(model, namespace)));

function baseLevels(model: MeshModel, namespace: string): readonly PeerAuthentication[] {
  const { rootNamespace } = model.meshConfig;
  const plain = (at: string): PeerAuthentication | undefined => model.peerAuthentications.in(at).find(policy => policy.selector === undefined);
  const levels = namespace === rootNamespace ? [plain(rootNamespace)] : [plain(rootNamespace), plain(namespace)];
  return levels.filter(policy => policy !== undefined);
}

function resolve(levels: readonly PeerAuthentication[]): EffectiveMode {
  const broken = levels.find(policy => policy.problems.length > 0);
  const set = [...levels].reverse().find(policy => policy.mode !== 'UNSET');
  return {
    mode: set === undefined ? 'PERMISSIVE' : set.mode as EffectiveMode['mode'],
    ...set === undefined ? {} : { policy: set, rule: 'mtls' },
    ...broken === undefined ? {} : { broken },
  };
}
