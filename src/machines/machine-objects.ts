import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { MachineGroup } from './machine-group';
import type { MeshKinds } from '../private/mesh-object';
import { MeshObject } from '../private/mesh-object';
import { sorted } from '../private/naming';
import type { WorkloadPort } from '../workloads/workload-port';

interface Machines {
  readonly machines: MachineGroup;
  /** Also the service account's. */
  readonly name: string;
  readonly labels: { readonly [label: string]: string };
  readonly ports: readonly WorkloadPort[];
}

/** What stands for machines: an entry for each that is known, or the template of those that join. */
export function machineObjects(scope: Construct, { machines, name, labels, ports }: Machines): ApiObject[] {
  const workload = {
    serviceAccount: name,
    ...ports.length > 0 ? { ports: Object.fromEntries(sorted(ports, port => port.name).map(port => [port.name, port.targetPort])) } : {},
  };
  if (machines._addresses === undefined) {
    const health = machines._joining?.health;
    const spec: MeshKinds['WorkloadGroup'] = {
      metadata: { labels: { ...labels } },
      template: workload,
      ...health === undefined || ports.length === 0 ? {} : { probe: { httpGet: { path: health, port: ports[0].targetPort } } },
    };
    return [new MeshObject(scope, 'WorkloadGroup', { kind: 'WorkloadGroup', name, spec: () => spec })];
  }
  return sorted(Object.entries(machines._addresses), ([machine]) => machine).map(([machine, address]) =>
    new MeshObject(scope, `WorkloadEntry-${machine}`, {
      kind: 'WorkloadEntry', name: `${name}-${machine}`, spec: () => ({ address, labels: { ...labels }, ...workload }),
    }));
}
