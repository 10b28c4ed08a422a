import type { AccessChange } from './access-change';
import { AccessChangeLayer } from './access-change';
import type { AlignedWorkload } from './aligned';
import type { Comparison, Version } from './comparison';
import { exampleAmong } from './example';
import { requestOf } from './request-of';
import { AccessVerdict } from '../access/access-decision';
import { AccessProtocol } from '../access/access-operation';
import { workloadClient } from '../access-table/identity-words';
import { servicesOf } from '../decision/inbound';
import { hasSidecar } from '../decision/proxies';
import { outboundMode, sidecarOf } from '../decision/sidecar-scope';
import type { MeshModel, Service, Workload } from '../model';
import { targetOf } from '../model';

/**
 * What a caller's proxy newly knows because another Sidecar applies, or the same one says more. A new service within the scope of an
 * unchanged Sidecar is no change of the Sidecar.
 */
export function sidecarChanges(comparison: Comparison, caller: AlignedWorkload): readonly AccessChange[] {
  const { before, after, allowance } = comparison;
  if (caller.before === undefined || caller.after === undefined || hasSidecar(after.model, caller.after) === false) { return []; }
  if (scopePrint(before.model, caller.before) === scopePrint(after.model, caller.after)) { return []; }
  const client = workloadClient(caller.after);
  const known = new Set(hostsOf(before, caller.before));
  // A service that is new is for all to see that saw its namespace.
  const existing = new Set(before.model.services.all.map(({ host }) => host));
  const hosts = after.access.sidecarHosts(caller.after).hosts
    .filter(({ host, port }) => existing.has(host) && !known.has(`${host}:${port}`) && !allowance.letsKnow(client, host, port));
  const change = (callee: string, ports: string, service?: Service): AccessChange => {
    const example = exampleAmong(requestsTo(comparison, caller, service), before.model, after.model, AccessChangeLayer.SIDECAR, 'risen');
    return {
      layer: AccessChangeLayer.SIDECAR,
      clients: [client],
      callee,
      ports,
      operations: [{ protocol: AccessProtocol.ANY }],
      before: AccessVerdict.DENY,
      after: AccessVerdict.ALLOW,
      ...example === undefined ? {} : { example },
      causes: [...after.access.sidecarHosts(caller.after as Workload).causes],
    };
  };
  const byHost = new Map<string, { readonly service: Service; readonly ports: number[] }>();
  for (const { host, service, port } of hosts) {
    const entry = byHost.get(host) ?? { service, ports: [] };
    byHost.set(host, entry);
    entry.ports.push(port);
  }
  const opened = modeOf(before.model, caller.before) === 'REGISTRY_ONLY' && modeOf(after.model, caller.after) === 'ALLOW_ANY'
    && !allowance.letsKnow(client, '*', 0);
  return [
    ...[...byHost].map(([host, { service, ports }]) => change(host, ports.join(', '), service)),
    ...opened ? [change('whatever its proxy does not know', 'any port')] : [],
  ];
}

function hostsOf(version: Version, workload: Workload): readonly string[] {
  return version.access.sidecarHosts(workload).hosts.map(({ host, port }) => `${host}:${port}`);
}

function modeOf(model: MeshModel, workload: Workload): string {
  return outboundMode(model, sidecarOf(model, workload));
}

function scopePrint(model: MeshModel, workload: Workload): string {
  const sidecar = sidecarOf(model, workload);
  return JSON.stringify([sidecar?.egress, modeOf(model, workload), sidecar?.problems]);
}

/** Requests of the caller to pods behind the service, or behind any. */
function* requestsTo({ after }: Comparison, caller: AlignedWorkload, service: Service | undefined): Generator<ReturnType<typeof requestOf>> {
  const { namespace, name } = caller;
  for (const callee of after.model.workloads.all) {
    for (const own of servicesOf(after.model, callee)) {
      if (service !== undefined && own.host !== service.host) { continue; }
      for (const port of own.ports) {
        const target = targetOf(port, callee);
        if (port.protocol === 'udp' || target === undefined) { continue; }
        const from = { kind: 'workload' as const, namespace, workload: name };
        yield requestOf(new Map([['path', '/']]), from, callee, target);
        yield requestOf(new Map([['method', undefined]]), from, callee, target);
      }
    }
  }
}
