import type { AccessChangeSide } from './access-change';
import { AccessChangeLayer } from './access-change';
import type { AccessGrant } from './access-grant';
import { requestText } from './example';
import { judge } from './judge';
import type { BoundaryReach, Reach } from './reach';
import { ordinaryPoints, requestOf } from './request-of';
import type { AccessLayer } from '../access/access-decision';
import { AccessVerdict } from '../access/access-decision';
import { presentObject } from '../access/present-object';
import { sayAccess } from '../access-table';
import type { ProductSet } from '../algebra';
import type { LayerVerdict } from '../decision/decision';
import { decideConnection, podPeer } from '../decision/layers/network-policies';
import type { Request } from '../decision/request';

/** What of some requests a reach grants; undefined if nothing. */
export function grantOf(reaches: BoundaryReach, reach: Reach, wanted: ProductSet): AccessGrant | undefined {
  const { space, words } = reaches;
  const { sets } = space.algebra;
  const may = sets.intersection(reach.requests.may, wanted);
  if (sets.isEmpty(may)) { return undefined; }
  const must = sets.intersection(reach.requests.must, wanted);
  const granted = sets.isEmpty(must) ? may : must;
  const verdict = sets.isEmpty(must) ? AccessVerdict.UNKNOWN : AccessVerdict.ALLOW;
  const shown = exampleOf(reaches, reach, granted, verdict);
  return {
    client: reach.client,
    callee: { namespace: reach.callee.namespace, workload: reach.callee.name },
    port: reach.port,
    operations: sayAccess(space, words, sets.project(granted, space.principal)).flatMap(({ operations }) => operations),
    verdict,
    ...shown === undefined ? {} : { example: requestText(shown.request) },
    decidedBy: shown === undefined ? [] : shown.decidedBy,
    causes: verdict === AccessVerdict.UNKNOWN ? [...reach.causes] : [],
  };
}

/** A request that the boundaries answer so, and what each of them says. */
function exampleOf(
  reaches: BoundaryReach, reach: Reach, set: ProductSet, verdict: AccessVerdict,
): { readonly request: Request; readonly decidedBy: AccessChangeSide[] } | undefined {
  const { model, space } = reaches;
  for (const point of ordinaryPoints(space, set)) {
    const principal = point.get('principal');
    const asks = typeof principal === 'string' ? { kind: 'principal' as const, principal } : point.has('principal') ? { kind: 'outside' as const }
      : reach.asks[0] ?? { kind: 'outside' as const };
    const request = requestOf(point, asks, reach.callee, reach.port);
    const { decision } = judge(model, request, AccessChangeLayer.IDENTITY);
    const network = reach.workload === undefined ? [] : [decideConnection(model, podPeer(model, reach.workload), reach.callee, reach.port)];
    const layers = [...network, ...(decision?.layers ?? []).filter(({ boundary, object }) => boundary || object !== undefined)];
    const worst = layers.some(layer => layer.verdict === 'DENY') ? 'DENY' : layers.some(layer => layer.verdict === 'UNKNOWN') ? 'UNKNOWN' : 'ALLOW';
    if (worst === verdict) { return { request, decidedBy: layers.map(sideOf) }; }
  }
  return undefined;
}

function sideOf({ verdict, layer, reason, object, rule }: LayerVerdict): AccessChangeSide {
  return {
    verdict: verdict as AccessVerdict,
    layer: layer as AccessLayer,
    reason,
    ...object === undefined ? {} : { object: presentObject(object) },
    ...rule === undefined ? {} : { rule },
  };
}
