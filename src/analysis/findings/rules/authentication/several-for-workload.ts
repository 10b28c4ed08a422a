import type { PeerAuthentication, Workload } from '../../../model';
import type { Rule } from '../../rule';
import { Pods } from '../../world/pods';

/** @see https://istio.io/latest/docs/concepts/security/#peer-authentication */
export const SEVERAL_FOR_WORKLOAD: Rule = {
  code: 'MESH1041',
  severity: 'error',
  aliases: ['KIA0003'],
  title: 'several PeerAuthentications for one workload',
  explanation: 'Of PeerAuthentications that select a workload the oldest counts, ports and all, and of those that are applied together nobody knows which that is.',
  fix: 'Select each workload by one PeerAuthentication.',
  *find(world) {
    const pods = Pods.of(world);
    const first = new Map<Workload, PeerAuthentication>();
    for (const object of world.model.peerAuthentications.all) {
      if (object.selector === undefined || object.namespace === world.model.meshConfig.rootNamespace) { continue; }
      const told = new Set<PeerAuthentication>();
      for (const workload of pods.selectedBy(object.selector, object.namespace)) {
        const other = first.get(workload);
        if (other === undefined) { first.set(workload, object); continue; }
        if (told.has(other)) { continue; }
        told.add(other);
        yield {
          object,
          path: 'spec.selector.matchLabels',
          message: `PeerAuthentication ${other.namespace}/${other.name} is for ${workload.kind} ${workload.namespace}/${workload.name} too`,
        };
      }
    }
  },
};
