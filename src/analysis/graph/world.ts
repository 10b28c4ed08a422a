import { Boxes } from './boxes';
import { idOf, workloadId } from './ids';
import { listenersOf } from '../decision/gateway-routing';
import { servicesOf } from '../decision/inbound';
import type { MeshModel, Service, Workload } from '../model';
import { compare } from '../model';

/** A Service that is drawn as a box around its workloads. */
export interface ServiceBox {
  readonly id: string;
  readonly service: Service;
  readonly members: readonly string[];
}

/** The workloads of a mesh by the ids of their nodes, and the boxes that they are drawn in. */
export class GraphWorld {
  /** Workloads of one namespace and name, of different kinds, are one: the first stands for them. In order. */
  public readonly workloads: ReadonlyMap<string, Workload>;
  /** The ids of the workloads of each namespace. */
  public readonly namespaces: ReadonlyMap<string, readonly string[]>;
  public readonly boxes: readonly ServiceBox[];
  /** By what ends of edges are told. */
  public readonly grouping: Boxes;
  /** Gateways that the platform brings and that a Gateway speaks for, by their ids. */
  public readonly platformGateways: ReadonlyMap<string, Workload>;

  public constructor(public readonly model: MeshModel) {
    const sorted = [...model.workloads.all].sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
    const workloads = new Map<string, Workload>();
    const namespaces = new Map<string, string[]>();
    for (const workload of sorted) {
      const id = workloadId(workload);
      if (workloads.has(id)) { continue; }
      workloads.set(id, workload);
      namespaces.set(workload.namespace, [...namespaces.get(workload.namespace) ?? [], id]);
    }
    this.workloads = workloads;
    this.namespaces = namespaces;
    this.boxes = this.findBoxes();
    this.grouping = new Boxes([...namespaces].map(([name, members]) => ({ id: idOf('namespace', name), members })), this.boxes);
    const shown = new Set<Workload>(model.workloads.all);
    this.platformGateways = new Map(listenersOf(model).listeners.filter(({ pods }) => !shown.has(pods))
      .map(({ pods }) => [idOf('gateway', pods.namespace, pods.name), pods] as const).sort(([a], [b]) => compare(a, b)));
  }

  /** The workloads that are endpoints of a service: those that it selects, or whose addresses it lists. */
  public endpointsOf(service: Service): readonly string[] {
    if (service.exposure === 'external-name') { return []; }
    return [...this.workloads].filter(([, workload]) => service.selector === undefined
      ? service.endpoints.some(({ address }) => workload.addresses.includes(address))
      : servicesOf(this.model, workload).includes(service)).map(([id]) => id);
  }

  /** The node of a host that is outside of the mesh; undefined where workloads of it are meant. */
  public externalId(service: Service): string | undefined {
    const isOutside = service.exposure === 'external-name'
      || (service.exposure === 'entry' && service.selector === undefined && this.endpointsOf(service).length === 0);
    return isOutside ? idOf('external', service.host) : undefined;
  }

  /** A workload is drawn in the box of the Service that leads to most workloads. */
  private findBoxes(): readonly ServiceBox[] {
    const byService = new Map<Service, string[]>();
    for (const [id, workload] of this.workloads) {
      for (const service of servicesOf(this.model, workload)) {
        byService.set(service, [...byService.get(service) ?? [], id]);
      }
    }
    const taken = new Set<string>();
    const bySize = [...byService].sort(([a, x], [b, y]) => y.length - x.length || compare(a.host, b.host) || compare(a.kind, b.kind));
    const boxes = bySize.flatMap(([service, ids]): ServiceBox[] => {
      const members = ids.filter(id => !taken.has(id));
      // One that leads to others too would be no box around its workloads.
      if (members.length < 2 || members.length < ids.length) { return []; }
      members.forEach(id => taken.add(id));
      // The hosts of one ServiceEntry are several.
      return [{ id: idOf('service', service.namespace, service.kind === 'Service' ? service.name : service.host), service, members }];
    });
    return boxes.sort((a, b) => compare(a.id, b.id));
  }
}
