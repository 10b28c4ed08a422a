import { AccessChangeLayer } from './access-change';
import { together } from '../decision/combine';
import { decide } from '../decision/decide';
import type { Decision, LayerVerdict, Verdict } from '../decision/decision';
import { findWorkload } from '../decision/find-workload';
import type { Request } from '../decision/request';
import { isUnknown } from '../decision/tri';
import type { MeshModel } from '../model';

/** What some layers of one version say of a request. */
export interface Judgement {
  readonly verdict: Verdict;
  /** What decides. */
  readonly decision?: Decision;
  readonly reason: string;
}

const RANK: Readonly<Record<Verdict, number>> = { DENY: 0, UNKNOWN: 1, ALLOW: 2 };

/** Less than nothing if the first says less than the second. */
export function compareVerdicts(a: Verdict, b: Verdict): number {
  return RANK[a] - RANK[b];
}

/** What a layer alone, or all together, make of a request. Whoever is not there neither calls nor is called. */
export function judge(model: MeshModel, request: Request, layer: AccessChangeLayer): Judgement {
  const { from, to } = request;
  const absent = [...from.kind === 'workload' ? [from] : [], to].find(end => isAbsent(model, end.namespace, end.workload));
  if (absent !== undefined) { return { verdict: 'DENY', reason: `there is no workload ${absent.namespace}/${absent.workload}` }; }
  const decision = decide(model, request);
  const parts = decision.layers.filter(part => isPart(layer, part, from.kind === 'workload'));
  if (parts.length === 0) { return { verdict: 'ALLOW', reason: 'nothing stands in the way', decision }; }
  const restricted = parts.length === decision.layers.length ? decision : together(parts);
  return { verdict: restricted.verdict, reason: restricted.reason, decision: restricted };
}

function isAbsent(model: MeshModel, namespace: string, workload: string): boolean {
  return isUnknown(findWorkload(model, namespace, workload))
    && !model.workloads.all.some(one => one.namespace === namespace && one.name === workload);
}

/** What a workload's own proxy does is no part of a boundary; of other callers it is the callee's. */
function isPart(layer: AccessChangeLayer, part: LayerVerdict, hasProxy: boolean): boolean {
  switch (layer) {
    case AccessChangeLayer.IDENTITY: return part.layer !== 'networkPolicy' && !(hasProxy && (part.layer === 'sidecar' || part.layer === 'routing'));
    case AccessChangeLayer.MUTUAL_TLS: return part.layer === 'mutualTls';
    case AccessChangeLayer.NETWORK_POLICY: return part.layer === 'networkPolicy';
    case AccessChangeLayer.SIDECAR: return part.layer === 'sidecar';
    case AccessChangeLayer.ALL: return true;
  }
}

/** The layer at which two judgements part, as each of them has it: what the first one refuses and the second does not. */
export function partingLayers(refusing: Judgement, admitting: Judgement): { readonly refusing?: LayerVerdict; readonly admitting?: LayerVerdict } {
  const there = admitting.decision?.layers ?? [];
  for (const own of refusing.decision?.layers ?? []) {
    const other = there.find(({ layer }) => layer === own.layer);
    if (own.verdict !== 'ALLOW' && (other === undefined || compareVerdicts(other.verdict, own.verdict) > 0)) {
      return { refusing: own, ...other === undefined ? {} : { admitting: other } };
    }
  }
  return {};
}
