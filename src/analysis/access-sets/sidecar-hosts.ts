import { outboundMode, scopeOf } from '../decision/sidecar-scope';
import type { MeshModel, OutboundMode, Service, Workload } from '../model';

/** A port of a service that a proxy knows. */
export interface KnownHost {
  readonly service: Service;
  readonly host: string;
  readonly port: number;
}

/** What a caller's proxy knows of the mesh, if it has one. */
export interface SidecarHosts {
  readonly hosts: readonly KnownHost[];
  /** What becomes of traffic to everything else. */
  readonly outboundMode: OutboundMode;
  /** Why more or less may be known than this says. */
  readonly causes: readonly string[];
}

/** The services that the proxy of a workload knows, and what it does with all else. No boundary: a caller can step around its proxy. */
export function sidecarHosts(model: MeshModel, workload: Workload): SidecarHosts {
  const scope = scopeOf(model, workload);
  const { sidecar } = scope;
  return {
    hosts: knownAmong(model, workload, model.services.all),
    outboundMode: outboundMode(model, sidecar),
    causes: sidecar === undefined || sidecar.problems.length === 0 ? []
      : [`Sidecar ${sidecar.namespace}/${sidecar.name} cannot be read: ${sidecar.problems[0]}`],
  };
}

/** The ports of some services that the proxy of a workload knows. */
export function knownAmong(model: MeshModel, workload: Workload, services: readonly Service[]): readonly KnownHost[] {
  const scope = scopeOf(model, workload);
  return services.flatMap(service => service.ports
    .filter(port => port.protocol !== 'udp' && scope.imports(service, port) !== undefined)
    .map(({ port }) => ({ service, host: service.host, port })));
}
