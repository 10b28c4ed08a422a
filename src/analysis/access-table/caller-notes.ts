import { servicesOf } from '../decision/inbound';
import { hasSidecar } from '../decision/proxies';
import { outboundMode, scopeOf } from '../decision/sidecar-scope';
import type { MeshModel, Workload } from '../model';
import { targetOf } from '../model';

/**
 * What a caller's own side makes of a way that is open: no boundary, since a compromised caller steps around it.
 *
 * @param open whether a container port is among those that are open
 * @param needsIdentity whether plaintext is not enough
 */
export function callerSide(
  model: MeshModel, caller: Workload, callee: Workload, open: (port: number) => boolean, needsIdentity: () => boolean,
): readonly string[] {
  const sidecar = hasSidecar(model, caller);
  const name = `${caller.namespace}/${caller.name}`;
  if (sidecar === false) { return needsIdentity() ? [`${name} has no sidecar that would prove its identity`] : []; }
  if (sidecar !== true || caller === callee) { return []; }
  const scope = scopeOf(model, caller);
  if (scope.sidecar === undefined || outboundMode(model, scope.sidecar) !== 'REGISTRY_ONLY') { return []; }
  let ways = 0;
  for (const service of servicesOf(model, callee)) {
    for (const port of service.ports) {
      if (port.protocol === 'udp' || !open(targetOf(port, callee) ?? 0)) { continue; }
      if (scope.imports(service, port) !== undefined) { return []; }
      ways++;
    }
  }
  return ways === 0 ? [] : [`Sidecar ${scope.sidecar.namespace}/${scope.sidecar.name} of ${name} does not import it`];
}
