import {
  AUTHORIZATION_POLICY, DESTINATION_RULE, ENVOY_FILTER, PEER_AUTHENTICATION, PROXY_CONFIG, REQUEST_AUTHENTICATION, SERVICE_ENTRY, SIDECAR, TELEMETRY,
  TRAFFIC_EXTENSION, WASM_PLUGIN,
} from '../../../validation/kinds';
import type { KindOfObject, Place } from '../../../validation/places';
import { places } from '../../../validation/places';
import type { World } from '../../../world/world';

/** How the kinds that select workloads do so: the selector and its labels. */
const SELECTORS: readonly (readonly [kind: KindOfObject, selector: string, labels: string])[] = [
  ...[AUTHORIZATION_POLICY, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN, TRAFFIC_EXTENSION, PROXY_CONFIG]
    .map(kind => [kind, 'selector', 'matchLabels'] as const),
  [DESTINATION_RULE, 'workloadSelector', 'matchLabels'],
  ...[SIDECAR, SERVICE_ENTRY, ENVOY_FILTER].map(kind => [kind, 'workloadSelector', 'labels'] as const),
];

/** A selector of workloads, and its labels, which may be missing. */
export interface WrittenSelector extends Place {
  readonly labels: Place['at'];
}

export function selectors(world: World): readonly WrittenSelector[] {
  return world.once(collect);
}

function collect(world: World): readonly WrittenSelector[] {
  return SELECTORS.flatMap(([kind, selector, labels]) => [...places(world, kind, `spec.${selector}`)].map(({ object, at }) => ({ object, at, labels: at.at(labels) })));
}
