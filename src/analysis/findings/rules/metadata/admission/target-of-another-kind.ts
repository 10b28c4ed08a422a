import type { Rule } from '../../../rule';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, TELEMETRY, TRAFFIC_EXTENSION, WASM_PLUGIN } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';
import { quoted } from '../../../validation/words';

const TARGETS = new Set(['core/Service', 'networking.istio.io/ServiceEntry', 'gateway.networking.k8s.io/Gateway', 'gateway.networking.k8s.io/GatewayClass']);

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference */
export const TARGET_OF_ANOTHER_KIND: Rule = {
  code: 'MESH1606',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'policy attached to what takes none',
  explanation: 'A policy attaches to a Service, a ServiceEntry, or a Gateway or GatewayClass of the Gateway API, each with its group. Istio refuses other targets.',
  fix: 'Give the group and kind of one of them; the group of a Service is "".',
  *find(world) {
    for (const kind of [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN, TRAFFIC_EXTENSION]) {
      yield* refused(places(world, kind, 'spec.targetRef', 'spec.targetRefs[]'), at => {
        if (at.object === undefined) { return undefined; }
        const [group, name] = [at.at('group').string ?? '', at.at('kind').string ?? ''];
        return TARGETS.has(`${group === '' ? 'core' : group}/${name}`) ? undefined : `${quoted(name)} of the group ${quoted(group)} takes no policies`;
      });
    }
  },
};
