import type { Edge } from './edges';
import type { KnownWorkload } from './known-workloads';
import { readPrincipal } from './principal';
import type { Unit } from './units';
import { servicesOf } from '../analysis/decision/inbound';
import type { MeshModel, Workload } from '../analysis/model';

/** Finds what was observed in manifests. */
export class MeshWorkloads {
  private readonly byName = new Map<string, Workload>();
  private readonly byAccount = new Map<string, Workload[]>();
  private readonly byService = new Map<string, Workload[]>();

  public constructor(private readonly model: MeshModel) {
    for (const workload of model.workloads.all) {
      this.byName.set(`${workload.namespace}/${workload.name}`, workload);
      push(this.byAccount, `${workload.namespace}/${workload.serviceAccount}`, workload);
      for (const { name } of servicesOf(model, workload)) { push(this.byService, `${workload.namespace}/${name}`, workload); }
    }
  }

  /** The workload of that name; else the only one that runs under its account. */
  public of({ key, namespace, principals }: KnownWorkload): Workload | undefined {
    const accounts = principals.map(principal => readPrincipal(principal)!.serviceAccount);
    const alike = accounts.flatMap(account => this.byAccount.get(`${namespace}/${account}`) ?? []);
    return this.byName.get(key) ?? (alike.length === 1 ? alike[0] : undefined);
  }

  /** The workloads that answer for a unit: by the Services through which it was called, else by their names. */
  public ofUnit({ namespace, name, services, versions }: Unit): readonly Workload[] {
    const behind = new Set([...services, ...services.length === 0 ? [name] : []].flatMap(service => this.byService.get(`${namespace}/${service}`) ?? []));
    const own = versions.map(({ workload }) => this.of(workload)).filter(workload => workload !== undefined);
    const answering = own.filter(workload => behind.size === 0 || behind.has(workload));
    return answering.length > 0 ? [...new Set(answering)] : [...behind];
  }

  /** The container ports of a workload to which an edge may lead. */
  public portsOf(workload: Workload, { port, targetPorts, protocol }: Edge): readonly number[] {
    if (targetPorts.size > 0) { return [...targetPorts].sort((a, b) => a - b); }
    const named = new Map(workload.ports.map(one => [one.name, one.port]));
    const served = servicesOf(this.model, workload).flatMap(service => service.ports);
    const speaking = served.filter(one => (port === undefined ? (protocol === 'tcp') === /^(?:tcp|tls|mongo|mysql|redis)$/.test(one.protocol) : one.port === port));
    const targets = speaking.map(({ target }) => (typeof target === 'number' ? target : named.get(target))).filter(target => target !== undefined);
    const all = targets.length > 0 || port !== undefined ? targets : workload.ports.map(one => one.port);
    return [...new Set(all)].sort((a, b) => a - b);
  }
}

function push(map: Map<string, Workload[]>, key: string, workload: Workload): void {
  const list = map.get(key);
  if (list) { list.push(workload); } else { map.set(key, [workload]); }
}
