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
import { routable } from './leaving';
import { spiffe } from './match/identities';
import type { Routable } from './match/routes';
import { namedService } from './named-host';
import { oncePer } from './once';
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

const NO_ADDRESS = new Unknown('the address that is called is not known');

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
  const { model, caller, callee, request } = ends;
  const network = decideConnection(model, podPeer(model, caller, request.from.address), callee, request.port);
  const decisions: Decision[] = [];
  for (const way of waysTo(model, caller, callee, request)) {
    const decision = takeWay(ends, way, network);
    // No other can be better.
    if (decision.verdict === 'ALLOW') { return decision; }
    decisions.push(decision);
  }
  return anyOf(decisions);
}

/** What happens on one way. */
function takeWay(ends: Ends, way: Way, network: LayerVerdict): Decision {
  const { callerSidecar } = ends;
  const sent = send(ends, way);
  const deliveries = sent.deliveries.length > 0 || !callerSidecar ? sent.deliveries : send(ends, way, true).deliveries;
  const cause = 'it is not known what the caller\'s proxy sends';
  // Where nothing gets through, the other layers are asked as if the caller's proxy let it.
  const reasonable = deliveries.length > 0 ? deliveries : proxyless(way);
  const arrived = reasonable.map(delivery => arrive(ends, way, network, sent.layers, delivery));
  const decision = sent.layers.some(layer => layer.verdict !== 'ALLOW') ? allOf(arrived, cause) : anyOf(arrived);
  const { uncertain } = sent;
  if (uncertain === undefined || decision.verdict === 'ALLOW') { return decision; }
  const layers = [...sent.layers.filter(({ layer }) => layer !== uncertain.layer), uncertain];
  return anyOf([decision, allOf(bothWays(way.request).map(delivery => arrive(ends, way, network, layers, delivery)), cause)]);
}

/** What becomes of what is sent once it comes to the callee. */
function arrive(ends: Ends, way: Way, network: LayerVerdict, sent: readonly LayerVerdict[], delivery: Delivery): Decision {
  const { model, caller, callee, calleeSidecar, request } = ends;
  if (caller === callee && !delivery.known && isOnePod(model, callee)) { return together([...sent, network, toItself(callee)]); }
  const address = request.from.address ?? addressOfPod(model, caller);
  const received = receive(model, callee, calleeSidecar, isAmbient(model, callee), request, {
    transport: delivery.transport,
    identity: identityOf(model, caller),
    peerAddress: address,
    remoteAddress: address,
    refused: delivery.refused,
    request: delivery.request === undefined || way.authority === undefined ? delivery.request : { ...delivery.request, authority: way.authority },
  });
  return together([...sent, network, ...received]);
}

/** A pod that reaches its own address past its proxy never leaves the pod, so nothing redirects it. */
function toItself(callee: Workload): LayerVerdict {
  return interception.allow(`${callee.namespace}/${callee.name} is one pod, which reaches itself without meeting its proxy`);
}

function proxyless(way: Way): readonly Delivery[] {
  return [{ transport: PLAINTEXT, known: true, refused: 'reset', ...way.request === undefined ? {} : { request: way.request } }];
}

/** Who the callee's proxy takes the caller for, where it learns that. */
const identityOf = oncePer((model, { namespace, serviceAccount }: Workload) => spiffe(model.meshConfig.trustDomain, namespace, serviceAccount));

/** Where it comes from, if the request does not say. */
const addressOfPod = oncePer((_model, { addresses, namespace, name }: Workload) =>
  addresses.length === 1 ? addresses[0] : new Unknown(`the address of ${namespace}/${name} is not known`));

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
  const way = (service: Service, port: ServicePort, hostKnown: boolean): Way => {
    const target = { service, port, hostKnown };
    return http ? { target, request: routable(model, request, request.host ?? `${service.host}:${port.port}`) } : { target };
  };
  const named = request.host === undefined ? undefined : namedService(model, caller.namespace, request.host);
  if (named !== undefined) {
    const asked = splitPort(request.host ?? '').port;
    const exact = named.ports.filter(port => port.port === asked);
    const mapping = named.ports.filter(port => port.protocol !== 'udp' && reachedAt(named, port, callee) === request.port);
    const ports = exact.length > 0 ? exact : mapping.length > 0 ? mapping : named.ports;
    if (ports.length > 0) { return ports.map(port => way(named, port, true)); }
  }
  const ways: Way[] = [];
  for (const service of servicesOf(model, callee)) {
    for (const port of service.ports) {
      if (port.protocol !== 'udp' && reachedAt(service, port, callee) === request.port) { ways.push(way(service, port, request.host === undefined)); }
    }
  }
  if (ways.length > 0) { return ways; }
  const authority = request.host ?? callee.addresses.map(address => `${address}:${request.port}`)[0];
  return [{
    ...http ? { request: routable(model, request, authority ?? '') } : {},
    ...authority === undefined ? { authority: new AddressAuthority(request.port) } : {},
  }];
}

/** What the caller's side does on one way. `free` asks as if no Sidecar bound it. */
function send({ model, caller, callee, callerSidecar, calleeSidecar, request }: Ends, way: Way, free = false): Sent {
  if (!callerSidecar) {
    if (!isAmbient(model, caller)) { return pastProxy(way); }
    return { layers: [interception.unknown(`${caller.namespace}/${caller.name} is in ambient mode, which is not modelled`, caller)], deliveries: bothWays(way.request) };
  }
  const port = way.target?.port.port ?? request.port;
  const destination = way.target === undefined ? callee.addresses[0] : way.target.service.addresses[0];
  const { intercepted, annotation } = interceptsOutbound(caller, port, destination ?? NO_ADDRESS);
  if (isUnknown(intercepted)) { return { layers: [interception.unknown(`${intercepted.cause} (${annotation})`, caller)], deliveries: bothWays(way.request) }; }
  if (!intercepted) {
    return pastProxy(way, interception.allow(`port ${port} goes around the caller's sidecar (${annotation}): no Sidecar, no mutual TLS and no identity`, caller, annotation));
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

/** Where no proxy of the caller's has a part in it. */
function pastProxy({ request }: Way, ...layers: readonly LayerVerdict[]): Sent {
  return { layers, deliveries: [{ transport: PLAINTEXT, known: false, refused: 'reset', ...request === undefined ? {} : { request } }] };
}
