import type { TravelWeights } from './options';
import type { ScenarioPlan } from './plan';
import { EIGHTY_TEN_TEN, sharesOf } from './weights';

/** Requests to travels are shared among its versions. */
export function trafficShifting(weights: TravelWeights): ScenarioPlan {
  return {
    name: 'traffic-shifting',
    decides: ['where requests to travels go'],
    newVersionsOf: ['travels'],
    apply: ({ travels }) => travels.traffic.shift(...sharesOf(travels, weights, EIGHTY_TEN_TEN)),
  };
}

/** Connections to the database are shared among its versions. */
export function tcpTrafficShifting(weights: TravelWeights): ScenarioPlan {
  return {
    name: 'tcp-traffic-shifting',
    decides: ['where connections to mysqldb go'],
    newVersionsOf: ['mysqldb'],
    apply: ({ mysqldb }) => mysqldb.traffic.shift(...sharesOf(mysqldb, weights, EIGHTY_TEN_TEN)),
  };
}
