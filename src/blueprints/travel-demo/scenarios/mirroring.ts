import type { TravelMirroring } from './options';
import type { ScenarioPlan } from './plan';

/** Two versions of travels answer, and the third sees copies. */
export function mirroring({ v1 = 80, v2 = 100 - v1, percentage = 50 }: TravelMirroring): ScenarioPlan {
  return {
    name: 'mirroring',
    decides: ['where requests to travels go'],
    newVersionsOf: ['travels'],
    apply: ({ travels }) => {
      travels.traffic.shift({ version: travels.v1, weight: v1 }, { version: travels.v2, weight: v2 });
      travels.traffic.mirrorTo(travels.v3, { percentage });
    },
  };
}
