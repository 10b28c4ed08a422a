import { isAmbientWorkload } from './ambient-workloads';
import type { Rule } from '../../rule';

const USE = 'istio.io/use-waypoint';

/** @see https://istio.io/latest/docs/ambient/usage/waypoint/ */
export const WAYPOINT_OF_OTHERS: Rule = {
  code: 'MESH1443',
  severity: 'warning',
  aliases: ['KIA1312'],
  title: 'waypoint for pods outside of ambient mode',
  explanation: 'Labels send what is for the pods through a waypoint, but only ztunnel does so, and the pods are not in ambient mode.',
  fix: 'Label the pods or their namespace istio.io/dataplane-mode: ambient, or take the label of the waypoint away.',
  *find(world) {
    for (const object of world.model.workloads.all) {
      const waypoint = object.labels.get(USE);
      if (waypoint === undefined || waypoint === '' || waypoint === 'none' || isAmbientWorkload(world, object)) { continue; }
      yield { object, message: `its pods use waypoint ${waypoint} and are not in ambient mode` };
    }
  },
};
