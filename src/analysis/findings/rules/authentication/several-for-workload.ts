import { describe } from '../../../model';
import type { Rule } from '../../rule';
import { Pods } from '../../world/pods';
import { rivals } from '../../world/rivals';

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
    const { peerAuthentications, meshConfig } = world.model;
    const special = peerAuthentications.all.filter(({ namespace }) => namespace !== meshConfig.rootNamespace);
    const found = rivals(special, ({ selector, namespace }) => (selector === undefined ? [] : pods.selectedBy(selector, namespace)));
    for (const { one, other, contested } of found) {
      yield {
        object: one,
        path: 'spec.selector.matchLabels',
        message: `PeerAuthentication ${other.namespace}/${other.name} is for ${describe(contested)} too`,
      };
    }
  },
};
