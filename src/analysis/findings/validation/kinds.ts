import type { KindOfObject } from './places';

const kindOf = (kind: string, group: string): KindOfObject => ({ kind, group });

export const VIRTUAL_SERVICE = kindOf('VirtualService', 'networking.istio.io');
export const DESTINATION_RULE = kindOf('DestinationRule', 'networking.istio.io');
export const GATEWAY = kindOf('Gateway', 'networking.istio.io');
export const SERVICE_ENTRY = kindOf('ServiceEntry', 'networking.istio.io');
export const WORKLOAD_ENTRY = kindOf('WorkloadEntry', 'networking.istio.io');
export const WORKLOAD_GROUP = kindOf('WorkloadGroup', 'networking.istio.io');
export const SIDECAR = kindOf('Sidecar', 'networking.istio.io');
export const ENVOY_FILTER = kindOf('EnvoyFilter', 'networking.istio.io');
export const PROXY_CONFIG = kindOf('ProxyConfig', 'networking.istio.io');
export const AUTHORIZATION_POLICY = kindOf('AuthorizationPolicy', 'security.istio.io');
export const PEER_AUTHENTICATION = kindOf('PeerAuthentication', 'security.istio.io');
export const REQUEST_AUTHENTICATION = kindOf('RequestAuthentication', 'security.istio.io');
export const TELEMETRY = kindOf('Telemetry', 'telemetry.istio.io');
export const WASM_PLUGIN = kindOf('WasmPlugin', 'extensions.istio.io');
export const TRAFFIC_EXTENSION = kindOf('TrafficExtension', 'extensions.istio.io');

/** Every kind that istiod's webhook looks at. */
export const WEBHOOK_KINDS: readonly KindOfObject[] = [
  VIRTUAL_SERVICE, DESTINATION_RULE, GATEWAY, SERVICE_ENTRY, WORKLOAD_ENTRY, WORKLOAD_GROUP, SIDECAR, ENVOY_FILTER, PROXY_CONFIG,
  AUTHORIZATION_POLICY, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN, TRAFFIC_EXTENSION,
];
