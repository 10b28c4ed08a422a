import type { Rule } from './rule';
import { AMBIENT_RULES } from './rules/ambient';
import { API_SERVER_RULES } from './rules/api-server';
import { AUTHENTICATION_RULES } from './rules/authentication';
import { AUTHORIZATION_POLICY_RULES } from './rules/authorization-policy';
import { CONTROL_PLANE_RULES } from './rules/control-plane';
import { DESTINATION_RULE_RULES } from './rules/destination-rule';
import { GATEWAY_RULES } from './rules/gateway';
import { GATEWAY_API_RULES } from './rules/gateway-api';
import { METADATA_RULES } from './rules/metadata';
import { NETWORK_POLICY_RULES } from './rules/network-policy';
import { SERVICE_RULES } from './rules/service';
import { SERVICE_ENTRY_RULES } from './rules/service-entry';
import { SIDECAR_RULES } from './rules/sidecar';
import { TELEMETRY_RULES } from './rules/telemetry';
import { VIRTUAL_SERVICE_RULES } from './rules/virtual-service';
import { WORKLOAD_RULES } from './rules/workload';

/** A group of rules: codes that begin alike. */
export interface RuleGroup {
  /** The digits that its codes begin with. */
  readonly digits: string;
  /** What its rules are about. */
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** Every rule, by what it is about. */
export const RULE_GROUPS: readonly RuleGroup[] = [
  { digits: '01', title: 'API server', rules: API_SERVER_RULES },
  { digits: '02', title: 'Namespaces and workloads', rules: WORKLOAD_RULES },
  { digits: '03', title: 'Service', rules: SERVICE_RULES },
  { digits: '04', title: 'VirtualService', rules: VIRTUAL_SERVICE_RULES },
  { digits: '05', title: 'DestinationRule', rules: DESTINATION_RULE_RULES },
  { digits: '06', title: 'Gateway', rules: GATEWAY_RULES },
  { digits: '07', title: 'ServiceEntry, WorkloadEntry and WorkloadGroup', rules: SERVICE_ENTRY_RULES },
  { digits: '08', title: 'Sidecar', rules: SIDECAR_RULES },
  { digits: '09', title: 'AuthorizationPolicy', rules: AUTHORIZATION_POLICY_RULES },
  { digits: '10', title: 'PeerAuthentication and RequestAuthentication', rules: AUTHENTICATION_RULES },
  { digits: '11', title: 'Telemetry, EnvoyFilter, WasmPlugin, TrafficExtension and ProxyConfig', rules: TELEMETRY_RULES },
  { digits: '12', title: 'Gateway API', rules: GATEWAY_API_RULES },
  { digits: '13', title: 'NetworkPolicy', rules: NETWORK_POLICY_RULES },
  { digits: '14', title: 'Ambient mode', rules: AMBIENT_RULES },
  { digits: '15', title: 'Control plane', rules: CONTROL_PLANE_RULES },
  { digits: '16', title: 'Metadata, exports, selectors and targets', rules: METADATA_RULES },
];

export const RULES: readonly Rule[] = RULE_GROUPS.flatMap(({ rules }) => rules);
