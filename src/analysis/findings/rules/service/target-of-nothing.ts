import type { ServicePort, Workload } from '../../../model';
import { targetOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { Pods } from '../../world/pods';

/** @see https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service */
export const TARGET_OF_NOTHING: Rule = {
  code: 'MESH0342',
  severity: 'warning',
  aliases: ['KIA0701'],
  title: 'target port that no container has',
  explanation: 'The pods of the Service declare ports, and none of them is the one to which the Service leads. By name it leads nowhere; by number it may, if a container listens without saying so.',
  fix: "Write a port of the pods' containers.",
  *find(world) {
    const pods = Pods.of(world);
    for (const service of world.model.services.all) {
      if (service.kind !== 'Service' || service.selector === undefined) { continue; }
      const workloads = pods.selectedBy(service.selector, service.namespace).filter(({ ports }) => ports.length > 0);
      if (workloads.length === 0) { continue; }
      for (const at of Cursor.of(service.object, 'spec', 'ports').items) {
        const port = service.ports.find(one => one.port === at.at('port').number && one.name === at.at('name').string);
        if (port === undefined || workloads.some(workload => leadsTo(port, workload))) { continue; }
        const target = at.at('targetPort').exists ? at.at('targetPort') : at.at('port');
        yield { object: service, path: target.path, message: `no container of ${workloads[0].kind} ${workloads[0].namespace}/${workloads[0].name} has port ${String(port.target)}` };
      }
    }
  },
};

function leadsTo(port: ServicePort, workload: Workload): boolean {
  const target = targetOf(port, workload);
  return target !== undefined && workload.ports.some(one => one.port === target);
}
