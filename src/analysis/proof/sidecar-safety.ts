import type { DeclaredBounds, DeclaredEdge } from './declaration';
import { differenceId } from './difference-id';
import type { Difference } from './proof';
import { maySelect } from '../decision/selector-index';
import { outboundMode, sidecarOf } from '../decision/sidecar-scope';
import type { Element, MeshModel, Workload } from '../model';
import { selects } from '../model';

/**
 * What a workload's proxy may know beyond what was declared: the hosts of its Sidecar are the callees' and the named extras,
 * and it drops what it does not know.
 */
export function sidecarSafety(model: MeshModel, bounds: DeclaredBounds, workload: Workload, outgoing: readonly DeclaredEdge[]): Difference[] {
  const pod = `${workload.namespace}/${workload.name}`;
  const difference = (message: string, object?: Element): Difference => ({
    id: differenceId('safety', 'sidecar', pod, message),
    side: 'safety',
    layer: 'sidecar',
    path: bounds.path,
    message,
    declared: outgoing,
    ...object ? { object } : {},
  });
  const sidecar = sidecarOf(model, workload);
  if (!sidecar) {
    return [difference(`no Sidecar is for ${pod}, so its proxy knows the whole mesh`)];
  }
  const where = `Sidecar ${sidecar.namespace}/${sidecar.name}`;
  const rivals = sidecar.workloadSelector === undefined ? []
    : maySelect(model.sidecars.in(workload.namespace), workload, one => one.workloadSelector).filter(other =>
      other !== sidecar && other.workloadSelector !== undefined && selects(other.workloadSelector, workload.labels));
  const differences = rivals.map(rival =>
    difference(`Sidecar ${rival.namespace}/${rival.name} and ${where} both select ${pod}, and the older one wins, whichever that will be`, rival));
  if (outboundMode(model, sidecar) !== 'REGISTRY_ONLY') {
    differences.push(difference(`${where} lets ${pod} send to what its proxy does not know (outbound mode is not REGISTRY_ONLY)`, sidecar));
  }
  if (!sidecar.egress) {
    return [...differences, difference(`${where} has no egress, so the proxy of ${pod} knows the whole mesh`, sidecar)];
  }
  const permitted = permittedHosts(bounds, outgoing);
  for (const { hosts } of sidecar.egress) {
    for (const { namespace, host } of hosts) {
      const imported = `${namespace === '.' ? workload.namespace : namespace}/${host}`;
      if (namespace !== '~' && !permitted.has(imported)) {
        differences.push(difference(`${where} imports ${imported} for ${pod}, which was not declared`, sidecar));
      }
    }
  }
  return differences;
}

/** What a Sidecar may import, as `namespace/host`. */
function permittedHosts({ extraSidecarHosts }: DeclaredBounds, outgoing: readonly DeclaredEdge[]): ReadonlySet<string> {
  const permitted = new Set(extraSidecarHosts);
  for (const { passage, callee: { namespace, routedFrom, host, otherHosts = [] } } of outgoing) {
    permitted.add(`${namespace}/${host}`);
    if (routedFrom !== undefined) {
      permitted.add(`${routedFrom}/${host}`);
    }
    for (const other of otherHosts) {
      permitted.add(`${namespace}/${other}`);
    }
    if (passage) {
      permitted.add(`${passage.service.namespace}/${passage.service.host}`);
    }
  }
  return permitted;
}
