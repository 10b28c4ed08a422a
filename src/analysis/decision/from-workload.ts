import { splitPort } from '../hosts';
import type { MeshModel, Service, ServicePort, Workload } from '../model';
import { reachedAt } from '../model';
import { AddressAuthority } from './address-authority';
import { receive } from './callee';
import { allOf, anyOf, together } from './combine';
import type { Decision, LayerVerdict } from './decision';
import { LayerSpeaker } from './decision';
import { servicesOf } from './inbound';
import { extensionIn } from './layers/extensions';
import { decideConnection, podPeer } from './layers/network-policies';
import { addressOf, routable } from './leaving';
import { spiffe } from './match/identities';
import type { Routable } from './match/routes';
import { namedService } from './named-host';
import { sendToService, sendUnmatched } from './outbound';
import { interceptsOutbound, isAmbient } from './proxies';
import { isOnePod } from './replicas';
import type { Request } from './request';
import { isHttp } from './request';
import { bothWays } from './sent';
import type { Delivery, Sender, Sent } from './sent';
import { scopeOf, unboundScope } from './sidecar-scope';
import { PLAINTEXT } from './transport';
import { isUnknown, Unknown } from './tri';

const interception = new LayerSpeaker('interception', false);
const routing = new LayerSpeaker('routing', false);

/** The two ends of a request, and whether each has a sidecar. */
export interface Ends {
  readonly model: MeshModel;
  readonly caller: Workload;
  readonly callee: Workload;
  readonly callerSidecar: boolean;
  readonly calleeSidecar: boolean;
  readonly request: Request;
}

/** From pod to pod: through the caller's proxy, if it has one, to a Service of the callee. */
export function fromWorkload(ends: Ends): Decision {
  const { model, caller, callee, callerSidecar, calleeSidecar, request } = ends;
  const own = caller.addresses.length === 1 && request.from.address === undefined ? caller.addresses[0] : undefined;
  const address = own ?? addressOf(request.from, `${caller.namespace}/${caller.name}`);
  const network = decideConnection(model, podPeer(model, caller, request.from.address), callee, request.port);
  const identity = spiffe(model.meshConfig.trustDomain, caller.namespace, caller.serviceAccount);
  const ways = waysTo(model, caller, callee, request);
  const ambient = isAmbient(model, callee);
  const alone = caller === callee && isOnePod(model, callee);
  return anyOf(ways.map(way => {
    const arrive = (layers: readonly LayerVerdict[], delivery: Delivery): Decision => together([
      ...layers,
      network,
      ...alone && !delivery.known ? [toItself(callee)] : receive(model, callee, calleeSidecar, ambient, request, {
        transport: delivery.transport,
        identity,
        peerAddress: address,
        remoteAddress: address,
        refused: delivery.refused,
        ...delivery.request === undefined ? {} : { request: { ...delivery.request, authority: way.authority ?? delivery.request.authority } },
      }),
    ]);
    const finish = (sent: Sent, deliveries: readonly Delivery[]): Decision => {
      const cause = 'it is not known what the caller\'s proxy sends';
      // Where nothing gets through, the other layers are asked as if the caller's proxy let it.
      const reasonable = deliveries.length > 0 ? deliveries : proxyless(way);
      const through = sent.layers.some(layer => layer.verdict !== 'ALLOW') ? allOf : anyOf;
      const decision = through(reasonable.map(delivery => arrive(sent.layers, delivery)), cause);
      const { uncertain } = sent;
      if (uncertain === undefined || decision.verdict === 'ALLOW') { return decision; }
      const layers = [...sent.layers.filter(({ layer }) => layer !== uncertain.layer), uncertain];
      return anyOf([decision, allOf(bothWays(way.request).map(delivery => arrive(layers, delivery)), cause)]);
    };
    const sent = send(ends, way);
    if (sent.deliveries.length > 0 || !callerSidecar) { return finish(sent, sent.deliveries); }
    const free = send(ends, way, true);
    return finish(sent, free.deliveries);
  }));
}

/** A pod that reaches its own address past its proxy never leaves the pod, so nothing redirects it. */
function toItself(callee: Workload): LayerVerdict {
  return interception.allow(`${callee.namespace}/${callee.name} is one pod, which reaches itself without meeting its proxy`);
}

function proxyless(way: Way): readonly Delivery[] {
  return [{ transport: PLAINTEXT, known: true, refused: 'reset', ...way.request === undefined ? {} : { request: way.request } }];
}

/** One address to which the caller may send. */
interface Way {
  readonly target?: { readonly service: Service; readonly port: ServicePort; readonly hostKnown: boolean };
  readonly request?: Routable;
  /** A host that is not known, in place of the request's. */
  readonly authority?: Unknown;
}

/** Every service that has the callee behind it; straight to the pod where there is none. */
function waysTo(model: MeshModel, caller: Workload, callee: Workload, request: Request): readonly Way[] {
  const http = isHttp(request);
  const way = (service: Service, port: ServicePort, hostKnown: boolean): Way => ({
    target: { service, port, hostKnown },
    ...http ? { request: routable(model, request, request.host ?? `${service.host}:${port.port}`) } : {},
  });
  const named = request.host === undefined ? undefined : namedService(model, caller.namespace, request.host);
  if (named !== undefined) {
    const asked = splitPort(request.host ?? '').port;
    const exact = named.ports.filter(port => port.port === asked);
    const mapping = named.ports.filter(port => port.protocol !== 'udp' && reachedAt(named, port, callee) === request.port);
    const ports = exact.length > 0 ? exact : mapping.length > 0 ? mapping : named.ports;
    if (ports.length > 0) { return ports.map(port => way(named, port, true)); }
  }
  const ways = servicesOf(model, callee).flatMap(service => service.ports
    .filter(port => port.protocol !== 'udp' && reachedAt(service, port, callee) === request.port)
    .map(port => way(service, port, request.host === undefined)));
  if (ways.length > 0) { return ways; }
  const authority = request.host ?? callee.addresses.map(address => `${address}:${request.port}`)[0];
  return [{
    ...http ? { request: routable(model, request, authority ?? '') } : {},
    ...authority === undefined ? { authority: new AddressAuthority(request.port) } : {},
  }];
}

/** What the caller's side does on one way. `free` asks as if no Sidecar bound it. */
function send({ model, caller, callee, callerSidecar, calleeSidecar, request }: Ends, way: Way, free = false): Sent {
  const rest = way.request === undefined ? {} : { request: way.request };
  const direct: Sent = { layers: [], deliveries: [{ transport: PLAINTEXT, known: false, refused: 'reset', ...rest }] };
  if (!callerSidecar) {
    if (!isAmbient(model, caller)) { return direct; }
    return { layers: [interception.unknown(`${caller.namespace}/${caller.name} is in ambient mode, which is not modelled`, caller)], deliveries: bothWays(way.request) };
  }
  const port = way.target?.port.port ?? request.port;
  const destination = way.target === undefined ? callee.addresses[0] : way.target.service.addresses[0];
  const { intercepted, annotation } = interceptsOutbound(caller, port, destination ?? new Unknown('the address that is called is not known'));
  if (isUnknown(intercepted)) { return { layers: [interception.unknown(`${intercepted.cause} (${annotation})`, caller)], deliveries: bothWays(way.request) }; }
  if (!intercepted) {
    return { ...direct, layers: [interception.allow(`port ${port} goes around the caller's sidecar (${annotation}): no Sidecar, no mutual TLS and no identity`, caller, annotation)] };
  }
  const extension = extensionIn(model, caller, 'SIDECAR_OUTBOUND');
  if (extension !== undefined) {
    return {
      layers: [routing.unknown(`${extension.kind} ${extension.namespace}/${extension.name} changes the caller's proxy in ways that are not modelled`, extension)],
      deliveries: bothWays(way.request),
    };
  }
  const client = { namespace: caller.namespace, labels: caller.labels };
  const scope = free ? unboundScope(model, caller.namespace) : scopeOf(model, caller);
  const sender: Sender = { model, client, scope, callee, calleeSidecar, containerPort: request.port };
  if (way.target === undefined) {
    return sendUnmatched(sender, `no Service maps to port ${request.port} of ${callee.namespace}/${callee.name}`, request.port, way.request);
  }
  return sendToService(sender, way.target.service, way.target.port, way.request, way.target.hostKnown);
}
