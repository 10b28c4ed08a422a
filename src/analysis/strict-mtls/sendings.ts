import { destinationRuleFor } from '../decision/destination-rules';
import { servicesOf } from '../decision/inbound';
import { extensionIn } from '../decision/layers/extensions';
import { interceptsOutbound, isAmbient } from '../decision/proxies';
import { outboundMode, Scope, scopeOf } from '../decision/sidecar-scope';
import type { Transport } from '../decision/transport';
import { PLAINTEXT, transportTo } from '../decision/transport';
import type { Tri } from '../decision/tri';
import { isUnknown, Unknown } from '../decision/tri';
import { hostWithin } from '../hosts';
import type { Element, MeshModel, Service, ServicePort, Workload } from '../model';
import { reachedAt, selects, targetOf } from '../model';

/** Who sends: a workload, and what is known of its proxy. */
export interface Sender {
  readonly workload: Workload;
  readonly sidecar: Tri;
  /** Is it a gateway? No Sidecar is for it, and nothing goes around its proxy. */
  readonly gateway: boolean;
}

/** What a sender may put on the wire that is no mutual TLS of the mesh. */
export interface Sending {
  readonly transport: Transport;
  /** Is it so for certain, or may it be so? */
  readonly certain: boolean;
}

/** Everything that a sender may send to a container port without mutual TLS, whatever it asks for. */
export function sendingsTo(model: MeshModel, sender: Sender, callee: Workload, port: number): readonly Sending[] {
  const { workload, sidecar } = sender;
  if (sidecar === false) {
    return isAmbient(model, workload) ? [perhaps('it is in ambient mode, which is not modelled', workload)] : [{ transport: PLAINTEXT, certain: true }];
  }
  const sent = byProxy(model, sender, callee, port);
  return isUnknown(sidecar) ? [perhaps(sidecar.cause, workload), ...sent.map(one => ({ ...one, certain: false }))] : sent;
}

function byProxy(model: MeshModel, sender: Sender, callee: Workload, port: number): readonly Sending[] {
  const { workload, gateway } = sender;
  const extension = extensionIn(model, workload, gateway ? 'GATEWAY' : 'SIDECAR_OUTBOUND');
  if (extension !== undefined) {
    return [perhaps(`${extension.kind} ${extension.namespace}/${extension.name} changes the caller's proxy in ways that are not modelled`, extension)];
  }
  const scope = gateway ? new Scope(model, workload.namespace, undefined) : scopeOf(model, workload);
  if (scope.sidecar !== undefined && scope.sidecar.problems.length > 0) {
    return [perhaps(`Sidecar ${scope.sidecar.namespace}/${scope.sidecar.name} cannot be read: ${scope.sidecar.problems[0]}`, scope.sidecar)];
  }
  const ways = servicesOf(model, callee).flatMap(service => service.ports
    .filter(one => one.protocol !== 'udp' && (gateway ? targetOf(one, callee) : reachedAt(service, one, callee)) === port).map(one => ({ service, port: one })));
  if (gateway) {
    return ways.flatMap(way => toService(model, sender, scope, way.service, way.port, callee));
  }
  const around = (at: number, address: string | undefined): readonly Sending[] | undefined => {
    const { intercepted, annotation } = interceptsOutbound(workload, at, address ?? new Unknown('the address that is called is not known'));
    if (intercepted === true) { return undefined; }
    return isUnknown(intercepted) ? [perhaps(`${intercepted.cause} (${annotation})`, workload, annotation)]
      : [plaintext(`port ${at} goes around the caller's sidecar (${annotation})`, workload, annotation)];
  };
  if (ways.length === 0) {
    return around(port, callee.addresses[0]) ?? unknownToProxy(model, scope, `no Service maps to port ${port}`);
  }
  return ways.flatMap(way => around(way.port.port, way.service.addresses[0]) ?? toService(model, sender, scope, way.service, way.port, callee));
}

/** What goes to a Service. */
function toService(model: MeshModel, { workload }: Sender, scope: Scope, service: Service, port: ServicePort, callee: Workload): readonly Sending[] {
  if (scope.imports(service, port) !== undefined) {
    return toClusters(model, workload, service, port, callee);
  }
  // A route that the proxy knows may lead there all the same, and takes who asks for its hosts.
  const routes = scope.virtualServices().filter(route => scope.hasCluster(service, port, route));
  const claimed = routes.some(({ hosts }) => hosts.some(host => hostWithin(service.host, host)));
  return [
    ...unknownToProxy(model, scope, `the caller's proxy does not know ${service.host}:${port.port}`).map(one => ({ ...one, certain: one.certain && !claimed })),
    ...routes.length === 0 ? [] : toClusters(model, workload, service, port, callee).map(one => ({ ...one, certain: false })),
  ];
}

/** What a proxy sends to the pods of a Service, or of a subset that a route may choose. */
function toClusters(model: MeshModel, workload: Workload, service: Service, port: ServicePort, callee: Workload): readonly Sending[] {
  const client = { namespace: workload.namespace, labels: workload.labels };
  const { subsets: all = [] } = destinationRuleFor(model, client, service) ?? {};
  const subsets = all.map(({ subset }) => subset).filter(({ labels }) => selects(labels, callee.labels));
  return [undefined, ...subsets.map(({ name }) => name)].flatMap((subset): Sending[] => {
    const transport = transportTo(model, client, { service, port, ...subset === undefined ? {} : { subset } }, callee, true);
    if (isUnknown(transport)) { return [perhaps(transport.cause)]; }
    // Whether any route leads to a subset depends on the request.
    return transport.kind === 'mutual' ? [] : [{ transport, certain: subset === undefined }];
  });
}

/** What the proxy knows nothing of is passed through as it is, or dropped. */
function unknownToProxy(model: MeshModel, { sidecar }: Scope, what: string): readonly Sending[] {
  if (sidecar?.egressProxy === true) { return [perhaps(`${what}, and it goes to an egress proxy, which is not modelled`, sidecar)]; }
  return outboundMode(model, sidecar) === 'REGISTRY_ONLY' ? [] : [plaintext(`${what}, and passes it through as it is`, sidecar)];
}

function plaintext(reason: string, object?: Element, rule?: string): Sending {
  return {
    transport: { kind: 'plaintext', reason, serverName: '', ...object === undefined ? {} : { object }, ...rule === undefined ? {} : { rule } },
    certain: true,
  };
}

function perhaps(reason: string, object?: Element, rule?: string): Sending {
  return { ...plaintext(reason, object, rule), certain: false };
}
