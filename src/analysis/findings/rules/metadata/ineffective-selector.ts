import { describe } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { GATEWAY_NAME } from '../../world/gateway-pods';
import { Pods } from '../../world/pods';

const KINDS = [
  ['AuthorizationPolicy', 'security.istio.io'], ['RequestAuthentication', 'security.istio.io'], ['Telemetry', 'telemetry.istio.io'],
  ['WasmPlugin', 'extensions.istio.io'], ['TrafficExtension', 'extensions.istio.io'],
] as const;

/** @see https://istio.io/latest/docs/reference/config/analysis/ist0166/ */
export const INEFFECTIVE_SELECTOR: Rule = {
  code: 'MESH1644',
  severity: 'warning',
  aliases: ['IST0166'],
  title: 'selector for pods of a Gateway',
  explanation: 'Policies come to the pods of a Gateway of the Gateway API, and to all waypoints, by targetRefs. A selector that finds them does nothing at waypoints, and at gateways only as istiod is set.',
  fix: 'Name the Gateway in targetRefs.',
  *find(world) {
    const pods = Pods.of(world);
    if (!world.model.workloads.all.some(({ labels }) => labels.has(GATEWAY_NAME))) { return; }
    for (const [kind, group] of KINDS) {
      for (const object of world.objects(kind, group)) {
        const spec = Cursor.of(object.object, 'spec');
        const labels = spec.at('selector', 'matchLabels');
        if (labels.object === undefined || labels.entries.length === 0 || spec.at('targetRefs').length > 0 || spec.at('targetRef').exists) { continue; }
        const selector = new Map(labels.entries.flatMap(([key, at]) => (at.string === undefined ? [] : [[key, at.string] as const])));
        const [gateway] = pods.selectedBy(selector, object.namespace).filter(one => one.labels.has(GATEWAY_NAME));
        if (gateway !== undefined) {
          yield { object, path: labels.path, message: `it selects ${describe(gateway)}, whose pods are of Gateway ${gateway.labels.get(GATEWAY_NAME)}` };
        }
      }
    }
  },
};
