import type { Rule } from '../../../rule';
import { ENVOY_FILTER } from '../../../validation/kinds';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/ */
export const DEPENDS_ON_ENVOY: Rule = {
  code: 'MESH1104',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'EnvoyFilter',
  explanation: 'An EnvoyFilter changes what istiod makes for Envoy, which any release may make otherwise. Istio warns of each of them.',
  fix: 'Use a Telemetry, WasmPlugin, TrafficExtension or DestinationRule if one does; otherwise acknowledge it, and look at it at every upgrade.',
  *find(world) {
    for (const object of world.objects(ENVOY_FILTER.kind, ENVOY_FILTER.group)) { yield { object, message: 'it depends on the inside of one release of Istio' }; }
  },
};
