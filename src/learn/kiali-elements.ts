import type { LeftOut, ObservedProtocol } from './observations';
import { isObject, valueAt } from '../analysis/json';

/** A node of a graph, as far as it tells who calls whom. */
export interface KialiNode {
  readonly id: string;
  readonly type: string;
  readonly namespace: string;
  readonly cluster?: string;
  readonly workload?: string;
  readonly app?: string;
  readonly version?: string;
  readonly service?: string;
  readonly destServices: readonly { readonly namespace: string; readonly name: string }[];
  /** The hosts of the ServiceEntry that it is. */
  readonly externalHosts: readonly string[];
  readonly edge?: 'ingress' | 'egress';
  /** What it serves as an ingress gateway. */
  readonly hosts: readonly string[];
  readonly isWaypoint: boolean;
  readonly unmeshed: boolean;
}

/** One kind of answer on an edge. */
export interface KialiResponse {
  readonly code: string;
  readonly flags: string;
  readonly hosts: readonly string[];
  /** In percent. */
  readonly share: number;
}

/** An edge of a graph: what one caller sent to one callee by one protocol. */
export interface KialiEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** Undefined where there was no traffic. */
  readonly protocol?: ObservedProtocol;
  readonly amount: number;
  readonly responses: readonly KialiResponse[];
  /** What all of it was, where rates alone tell. @default - answered, as far as they tell */
  readonly all?: 'unanswered' | 'refused';
  /** Undefined for callers without an identity. */
  readonly sourcePrincipal?: string;
  readonly destPrincipal?: string;
  readonly isMtls: boolean;
  readonly isWaypointHop: boolean;
}

/** The nodes and edges of a graph; what has another form is left out. Boxes are no nodes. */
export function readElements(json: unknown, file: string): {
  readonly graphType: string; readonly nodes: ReadonlyMap<string, KialiNode>; readonly edges: readonly KialiEdge[]; readonly left: readonly LeftOut[];
} {
  const left: LeftOut[] = [];
  const elements = valueAt(json, 'elements');
  const nodes = new Map<string, KialiNode>();
  for (const [i, data] of dataOf(elements, 'nodes')) {
    const id = textAt(data, 'id');
    if (id === undefined) {
      left.push({ place: `${file}: node ${i}`, reason: 'it has no id' });
    } else if (textAt(data, 'nodeType') !== 'box' && valueAt(data, 'isBox') === undefined) {
      nodes.set(id, readNode(id, data));
    }
  }
  const edges: KialiEdge[] = [];
  for (const [i, data] of dataOf(elements, 'edges')) {
    const [source, target] = [textAt(data, 'source'), textAt(data, 'target')];
    if (source === undefined || target === undefined) {
      left.push({ place: `${file}: edge ${textAt(data, 'id') ?? i}`, reason: 'it has no source or no target' });
    } else {
      edges.push(readEdge(textAt(data, 'id') ?? String(i), source, target, data));
    }
  }
  return { graphType: textAt(json, 'graphType') ?? 'workload', nodes, edges, left };
}

function dataOf(elements: unknown, key: string): readonly (readonly [index: number, data: unknown])[] {
  const list = valueAt(elements, key);
  return (Array.isArray(list) ? list : []).map((element: unknown, i) => [i, valueAt(element, 'data')] as const);
}

function readNode(id: string, data: unknown): KialiNode {
  const gateway = valueAt(data, 'isGateway');
  const ingress = valueAt(gateway, 'ingressInfo') ?? valueAt(gateway, 'gatewayAPIInfo');
  const destServices = valueAt(data, 'destServices');
  return {
    id,
    type: textAt(data, 'nodeType') ?? 'unknown',
    namespace: textAt(data, 'namespace') ?? 'unknown',
    cluster: textAt(data, 'cluster'),
    workload: textAt(data, 'workload'),
    app: textAt(data, 'app'),
    version: textAt(data, 'version'),
    service: textAt(data, 'service'),
    destServices: (Array.isArray(destServices) ? destServices : []).flatMap((service: unknown) => {
      const [namespace, name] = [textAt(service, 'namespace'), textAt(service, 'name')];
      return namespace === undefined || name === undefined ? [] : [{ namespace, name }];
    }),
    externalHosts: textsAt(valueAt(data, 'isServiceEntry'), 'hosts'),
    ...ingress !== undefined ? { edge: 'ingress' as const } : valueAt(gateway, 'egressInfo') !== undefined ? { edge: 'egress' as const } : {},
    hosts: textsAt(ingress, 'hostnames'),
    isWaypoint: valueAt(data, 'isWaypoint') === true,
    unmeshed: valueAt(data, 'isOutOfMesh') === true,
  };
}

function readEdge(id: string, source: string, target: string, data: unknown): KialiEdge {
  const traffic = valueAt(data, 'traffic');
  const protocol = textAt(traffic, 'protocol');
  const rates = valueAt(traffic, 'rates');
  const rate = (name: string): number => Number(valueAt(rates, name) ?? 0) || 0;
  const known = protocol === 'http' || protocol === 'grpc' || protocol === 'tcp' ? protocol : undefined;
  const responses = valueAt(traffic, 'responses');
  const principal = (key: string): string | undefined => {
    const text = textAt(data, key);
    return text === 'unknown' ? undefined : text;
  };
  return {
    id,
    source,
    target,
    ...known ? { protocol: known } : {},
    amount: known ? rate(known) : 0,
    responses: isObject(responses) ? Object.keys(responses).sort().flatMap(code => readResponses(code, responses[code])) : [],
    ...known === undefined || rate(known) === 0 ? {} : rate(`${known}NoResponse`) >= rate(known) ? { all: 'unanswered' as const }
      // Which of them, only responses would tell.
      : rate('http4xx') >= rate(known) || rate('grpcErr') >= rate(known) ? { all: 'refused' as const } : {},
    sourcePrincipal: principal('sourcePrincipal'),
    destPrincipal: principal('destPrincipal'),
    isMtls: Number(textAt(data, 'isMTLS') ?? 0) > 0,
    isWaypointHop: valueAt(data, 'waypoint') !== undefined,
  };
}

function readResponses(code: string, response: unknown): readonly KialiResponse[] {
  const flags = valueAt(response, 'flags');
  const hosts = valueAt(response, 'hosts');
  const names = isObject(hosts) ? Object.keys(hosts).sort() : [];
  return (isObject(flags) ? Object.keys(flags).sort() : ['-']).map(flag => ({ code, flags: flag, hosts: names, share: Number(valueAt(flags, flag) ?? 100) || 0 }));
}

function textAt(object: unknown, key: string): string | undefined {
  const value = valueAt(object, key);
  return typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined;
}

function textsAt(object: unknown, key: string): readonly string[] {
  const list = valueAt(object, key);
  return Array.isArray(list) ? list.filter(item => typeof item === 'string') : [];
}
