import type { GraphObject, GraphReason, GraphWhy } from './mesh-graph';
import type { AccessLayer, AccessVerdict } from '../access/access-decision';
import type { AccessOperation } from '../access/access-operation';
import { AccessProtocol } from '../access/access-operation';
import { requestText } from '../access-diff/example';
import { ordinaryPoints, requestOf } from '../access-diff/request-of';
import type { InboundMeaning, TableEntry } from '../access-table/table-entry';
import type { Point } from '../algebra';
import { decide } from '../decision/decide';
import type { LayerVerdict } from '../decision/decision';
import type { Caller, Request } from '../decision/request';
import { dig, isObject } from '../json';
import type { JsonObject } from '../json';
import type { Element, MeshModel } from '../model';
import { compare, describe } from '../model';

const RUNS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob', 'Rollout', 'Pod']);

/** Why something is allowed: what is decided of one request, and by which objects. */
export class Reasons {
  private readonly deciding = new Map<string, Element>();

  public constructor(private readonly model: MeshModel) {}

  /** The objects that have decided something so far. */
  public get objects(): readonly GraphObject[] {
    return [...this.deciding].sort(([a], [b]) => compare(a, b)).map(([id, { origin, object }]) => ({ id, ...origin, manifest: shown(object) }));
  }

  /** Undefined for what is asked of no callee. */
  public why({ meaning, clients }: TableEntry, operations: readonly AccessOperation[]): GraphWhy | undefined {
    if (meaning.kind !== 'inbound') { return undefined; }
    const port = portOf(meaning);
    const point = pointOf(meaning, operations);
    if (port === undefined || point === undefined) { return undefined; }
    if (!('labels' in meaning.from)) {
      const request = requestOf(point, callerOf(point, clients), meaning.callee, port);
      // Of a class it is not known which pod asks: that NetworkPolicies let it in is what the edge says already.
      return this.told(request, decide(this.model, request).layers.filter(({ layer }) => layer !== 'networkPolicy'));
    }
    const { namespace, name: workload } = meaning.from;
    const request = requestOf(point, { kind: 'workload', namespace, workload }, meaning.callee, port);
    const { layers } = decide(this.model, request);
    const [{ principal }] = clients;
    if (principal === undefined || layers.every(({ boundary, verdict }) => !boundary || verdict === 'ALLOW')) { return this.told(request, layers); }
    // The caller's own proxy sends it otherwise, which is no boundary: whoever has its identity may do it all the same.
    const asIdentity = decide(this.model, requestOf(point, { kind: 'principal', principal }, meaning.callee, port)).layers;
    const own = layers.filter(({ boundary, layer }) => !boundary || layer === 'networkPolicy');
    return this.told(request, [...own, ...asIdentity.filter(({ boundary, layer }) => boundary && layer !== 'networkPolicy')]);
  }

  private told(request: Request, layers: readonly LayerVerdict[]): GraphWhy {
    return { request: `${requestText(request)} to port ${request.port}`, layers: layers.map(layer => this.reasonOf(layer)) };
  }

  private reasonOf({ layer, verdict, boundary, reason, object, rule }: LayerVerdict): GraphReason {
    if (object !== undefined) { this.deciding.set(describe(object), object); }
    return {
      layer: layer as AccessLayer,
      verdict: verdict as AccessVerdict,
      boundary,
      reason,
      ...object === undefined ? {} : { object: describe(object) },
      ...rule === undefined ? {} : { rule },
    };
  }
}

/** One that the callee's containers name, if there is one. */
function portOf({ space, ports, callee }: InboundMeaning): number | undefined {
  const { integers } = space.algebra;
  const named = callee.ports.map(({ port }) => port).find(port => integers.includes(ports, port));
  const [first] = integers.describe(ports).match(/\d+/) ?? [];
  return named ?? [Number(first), 15020, 80, 1].find(port => Number.isInteger(port) && integers.includes(ports, port));
}

/** As ordinary as can be, of the protocol that is meant. */
function pointOf({ space, set }: InboundMeaning, [{ protocol }]: readonly AccessOperation[]): Point | undefined {
  const wanted = protocol === AccessProtocol.TCP ? [space.bytes] : protocol === AccessProtocol.HTTP ? [space.http] : [];
  const [first] = ordinaryPoints(space, set, wanted);
  return first;
}

function callerOf(point: Point, [client]: TableEntry['clients']): Caller {
  const principal = client.principal ?? point.get('principal');
  return typeof principal === 'string' && principal !== '' ? { kind: 'principal', principal } : { kind: 'outside' };
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Without what a cluster writes into objects, and of what runs without its containers, whose environment is nobody else's. */
function shown({ apiVersion, kind, metadata, status: _status, ...body }: JsonObject): JsonObject {
  const runs = RUNS.has(String(kind));
  const template = dig(body, 'spec', 'template', 'metadata');
  const rest = runs ? template === undefined ? {} : { spec: { template: { metadata: template } } } : body;
  if (!isObject(metadata)) { return { apiVersion, kind, metadata, ...rest }; }
  const { managedFields: _managed, annotations, ...kept } = metadata;
  const own = isObject(annotations) ? Object.entries(annotations).filter(([name]) => name !== LAST_APPLIED) : [];
  return { apiVersion, kind, metadata: { ...kept, ...own.length === 0 ? {} : { annotations: Object.fromEntries(own) } }, ...rest };
}
