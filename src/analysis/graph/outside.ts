import { idOf, workloadId } from './ids';
import type { GraphAccess, GraphEdge, GraphListener, GraphNode, GraphRoute } from './mesh-graph';
import { GraphEdgeKind, GraphNodeKind } from './mesh-graph';
import type { GraphWorld } from './world';
import { AccessProtocol } from '../access/access-operation';
import { claimsOf, listenersOf } from '../decision/gateway-routing';
import { hasSidecar, isGatewayProxy } from '../decision/proxies';
import { scopeOf } from '../decision/sidecar-scope';
import { dig } from '../json';
import type { Service, ServicePort, Workload } from '../model';
import { compare } from '../model';

const CLIENTS = idOf('clients');
const HTTP = new Set(['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB']);

/** The node of the pods of a gateway. */
function gatewayId(world: GraphWorld, pods: Workload): string {
  const id = workloadId(pods);
  return world.workloads.has(id) ? id : idOf('gateway', pods.namespace, pods.name);
}

/** What the Gateways have each gateway listen to. */
export function listenersById(world: GraphWorld): ReadonlyMap<string, readonly GraphListener[]> {
  const all = new Map<string, GraphListener[]>();
  for (const { pods, gateway, server } of listenersOf(world.model).listeners) {
    const id = gatewayId(world, pods);
    all.set(id, [...all.get(id) ?? [], {
      gateway: `${gateway.namespace}/${gateway.name}`,
      port: server.port,
      protocol: server.protocol,
      ...server.tls === undefined ? {} : { tls: server.tls },
      hosts: server.hosts.map(({ host }) => host).sort(compare),
    }]);
  }
  return new Map([...all].map(([id, list]) => [id, list.sort((a, b) => a.port - b.port || compare(JSON.stringify(a), JSON.stringify(b)))]));
}

export interface Surroundings {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Whoever comes to gateways of the platform: of gateways that are in the manifests, the access table tells it. */
export function entries(world: GraphWorld, listeners: ReadonlyMap<string, readonly GraphListener[]>): Surroundings {
  const edges = [...world.platformGateways.keys()].flatMap(gateway => {
    const byProtocol = new Map<AccessProtocol, GraphAccess[]>();
    for (const { port, protocol, tls, hosts, gateway: name } of listeners.get(gateway) ?? []) {
      const spoken = HTTP.has(protocol) || (protocol === 'HTTPS' && tls !== 'PASSTHROUGH') ? AccessProtocol.HTTP : AccessProtocol.TCP;
      const text = hosts.includes('*') ? undefined : hosts.join(', ');
      byProtocol.set(spoken, [...byProtocol.get(spoken) ?? [], {
        ports: String(port),
        operations: [{ protocol: spoken, ...text === undefined ? {} : { hosts: text } }],
        certain: true,
        boundaries: [],
        notes: [`${protocol}${tls === undefined ? '' : ` with TLS ${tls}`} of Gateway ${name}`],
      }]);
    }
    return [...byProtocol].map(([protocol, access]): GraphEdge =>
      ({ kind: GraphEdgeKind.ENTRY, from: CLIENTS, to: gateway, protocol, access }));
  });
  const clients: GraphNode = { id: CLIENTS, kind: GraphNodeKind.CLIENTS, text: 'clients of gateways', hosts: [], listeners: [], traffic: [], findings: [] };
  return { nodes: edges.length === 0 ? [] : [clients], edges };
}

/** Where the routes of gateways lead. */
export function gatewayRoutes(world: GraphWorld, routes: readonly GraphRoute[]): readonly GraphEdge[] {
  const ends = new Map<string, GraphAccess[]>();
  for (const listener of listenersOf(world.model).listeners) {
    const from = gatewayId(world, listener.pods);
    const claimed = new Set(claimsOf(world.model, listener).map(({ route }) => `${route.namespace}/${route.name}`));
    const name = `${listener.gateway.namespace}/${listener.gateway.name}`;
    for (const route of routes.filter(({ virtualService, gateways }) => claimed.has(virtualService) && gateways.includes(name))) {
      const { rule, virtualService } = route;
      const protocol = rule.startsWith('http') ? AccessProtocol.HTTP : AccessProtocol.TCP;
      for (const { to, port, percentage } of route.destinations) {
        for (const end of world.grouping.ends(new Set(to))) {
          const key = JSON.stringify([from, end, protocol]);
          const known = ends.get(key) ?? [];
          const access: GraphAccess = {
            ports: port === undefined ? '' : String(port),
            operations: [{ protocol, ...route.hosts.includes('*') ? {} : { hosts: route.hosts.join(', ') } }],
            certain: true,
            boundaries: [],
            notes: [
              `VirtualService ${virtualService} ${rule}`,
              ...percentage === 100 ? [] : [`${percentage} % of it`],
              ...route.when,
            ],
          };
          if (!known.some(other => JSON.stringify(other) === JSON.stringify(access))) { ends.set(key, [...known, access]); }
        }
      }
    }
  }
  return [...ends].map(([key, access]): GraphEdge => {
    const [from, to, protocol] = JSON.parse(key) as [string, string, AccessProtocol];
    return { kind: GraphEdgeKind.ROUTE, from, to, protocol, access };
  });
}

/** What proxies know outside of the mesh: hosts of ServiceEntries that no workload of the manifests is. */
export function externals(world: GraphWorld): Surroundings {
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const services = [...world.model.services.all]
    .sort((a, b) => compare(a.host, b.host) || compare(a.namespace, b.namespace) || compare(a.name, b.name));
  for (const service of services) {
    const id = world.externalId(service);
    if (id === undefined) { continue; }
    if (!nodes.has(id)) {
      const alias = dig(service.object, 'spec', 'externalName');
      const hosts = [service.host, ...typeof alias === 'string' && service.exposure === 'external-name' ? [alias] : []];
      nodes.set(id, { id, kind: GraphNodeKind.EXTERNAL, text: service.host, hosts, listeners: [], traffic: [], findings: [] });
    }
    for (const port of service.ports) { edges.push(...egressTo(world, service, port, id)); }
  }
  return { nodes: [...nodes.values()], edges: merged(edges) };
}

function egressTo(world: GraphWorld, service: Service, port: ServicePort, to: string): readonly GraphEdge[] {
  const protocol = port.protocol === 'http' ? AccessProtocol.HTTP : port.protocol === 'sniffed' ? AccessProtocol.ANY : AccessProtocol.TCP;
  const knowing = [...world.workloads].filter(([, workload]) => !isGatewayProxy(workload) && hasSidecar(world.model, workload) !== false
    && scopeOf(world.model, workload).imports(service, port) !== undefined).map(([id]) => id);
  const access: GraphAccess = {
    ports: `${port.port}${port.protocol === 'udp' ? ' (UDP)' : ''}`,
    operations: [{ protocol }],
    certain: true,
    boundaries: [],
    notes: [`${service.kind} ${service.namespace}/${service.name}`],
  };
  return world.grouping.ends(new Set(knowing)).map(from => ({ kind: GraphEdgeKind.EGRESS, from, to, protocol, access: [access] }));
}

function merged(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const byId = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const key = JSON.stringify([edge.from, edge.to, edge.protocol]);
    const known = byId.get(key);
    byId.set(key, known === undefined ? edge : { ...known, access: [...known.access, ...edge.access] });
  }
  return [...byId.values()];
}
