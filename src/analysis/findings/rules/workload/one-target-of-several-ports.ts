import { hasSidecar } from '../../../decision/proxies';
import type { Rule } from '../../rule';
import { servedPorts } from '../../world/served-ports';

/** @see https://istio.io/latest/docs/reference/config/analysis/ist0137/ */
export const ONE_TARGET_OF_SEVERAL_PORTS: Rule = {
  code: 'MESH0243',
  severity: 'warning',
  aliases: ['IST0137'],
  title: 'container port that Services give several numbers',
  explanation: 'Services of one workload lead from different ports to the same port of its containers. The proxy there has one listener for it, and the oldest Service decides what it speaks.',
  fix: 'Give the port one number in all Services of the workload.',
  *find(world) {
    for (const object of world.model.workloads.all) {
      if (hasSidecar(world.model, object) !== true || servedPorts(world, object).length < 2) { continue; }
      const numbers = new Map<number, Set<number>>();
      for (const { target, port } of servedPorts(world, object)) {
        if (port.protocol !== 'udp') { numbers.set(target, (numbers.get(target) ?? new Set()).add(port.port)); }
      }
      for (const [target, ports] of numbers) {
        if (ports.size > 1) { yield { object, path: 'spec', message: `ports ${[...ports].sort((a, b) => a - b).join(' and ')} of Services all lead to its port ${target}` }; }
      }
    }
  },
};
