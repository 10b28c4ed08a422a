import { VIRTUAL_SERVICE_ADMISSION_RULES } from './admission';
import { BESIDE_WAYPOINT } from './beside-waypoint';
import { CLAIMS_UNVERIFIED } from './claims-unverified';
import { CORS_FOR_ANYONE } from './cors-for-anyone';
import { DEAD_DELEGATE } from './dead-delegate';
import { DELEGATE_CONFLICT } from './delegate-conflict';
import { DOTTED_SHORT_NAME } from './dotted-short-name';
import { DUPLICATE_HOST } from './duplicate-host';
import { FAULT_BESIDE_TIMEOUT } from './fault-beside-timeout';
import { FAULT_NEVER } from './fault-never';
import { GATEWAY_ORDER } from './gateway-order';
import { HIDDEN_FROM_GATEWAY } from './hidden-from-gateway';
import { HOST_BEYOND_GATEWAYS } from './host-beyond-gateways';
import { IDLE_DELEGATE } from './idle-delegate';
import { INTEGER_PERCENT } from './integer-percent';
import { INTERNAL_GATEWAY } from './internal-gateway';
import { LONE_WEIGHT } from './lone-weight';
import { MATCH_GATEWAY_UNBOUND } from './match-gateway-unbound';
import { MATCH_PORT_NOBODY } from './match-port-nobody';
import { MESH_RULES_IGNORED } from './mesh-rules-ignored';
import { MIRROR_NOTHING } from './mirror-nothing';
import { MIRROR_OF_ITSELF } from './mirror-of-itself';
import { MISSING_GATEWAY } from './missing-gateway';
import { MISSING_HOST } from './missing-host';
import { MISSING_PORT } from './missing-port';
import { MISSING_SUBSET } from './missing-subset';
import { PROTOCOL_NOBODY } from './protocol-nobody';
import { REPEATED_DESTINATION } from './repeated-destination';
import { RETRIES_BEYOND_TIMEOUT } from './retries-beyond-timeout';
import { SOURCE_AT_WAYPOINT } from './source-at-waypoint';
import { SOURCE_IGNORED } from './source-ignored';
import { SOURCE_NOBODY } from './source-nobody';
import { UNDECIDED_PORT } from './undecided-port';
import { UNEVEN_REWRITE } from './uneven-rewrite';
import { UNKNOWN_MESH_HOST } from './unknown-mesh-host';
import { UNREACHABLE_ROUTE } from './unreachable-route';
import { UNSERVED_HOSTS } from './unserved-hosts';
import { WEIGHTS_BESIDE_HUNDRED } from './weights-beside-hundred';
import { WITHOUT_WAYPOINT } from './without-waypoint';
import type { Rule } from '../../rule';

export const VIRTUAL_SERVICE_RULES: readonly Rule[] = [
  ...VIRTUAL_SERVICE_ADMISSION_RULES,
  LONE_WEIGHT,
  MISSING_HOST,
  UNDECIDED_PORT,
  MISSING_SUBSET,
  MISSING_GATEWAY,
  UNSERVED_HOSTS,
  DUPLICATE_HOST,
  GATEWAY_ORDER,
  UNREACHABLE_ROUTE,
  MESH_RULES_IGNORED,
  CLAIMS_UNVERIFIED,
  INTERNAL_GATEWAY,
  INTEGER_PERCENT,
  REPEATED_DESTINATION,
  WITHOUT_WAYPOINT,
  BESIDE_WAYPOINT,
  DOTTED_SHORT_NAME,
  HOST_BEYOND_GATEWAYS,
  MISSING_PORT,
  WEIGHTS_BESIDE_HUNDRED,
  RETRIES_BEYOND_TIMEOUT,
  MATCH_GATEWAY_UNBOUND,
  DEAD_DELEGATE,
  DELEGATE_CONFLICT,
  IDLE_DELEGATE,
  UNKNOWN_MESH_HOST,
  HIDDEN_FROM_GATEWAY,
  SOURCE_NOBODY,
  SOURCE_IGNORED,
  MATCH_PORT_NOBODY,
  PROTOCOL_NOBODY,
  FAULT_NEVER,
  MIRROR_NOTHING,
  MIRROR_OF_ITSELF,
  UNEVEN_REWRITE,
  CORS_FOR_ANYONE,
  SOURCE_AT_WAYPOINT,
  FAULT_BESIDE_TIMEOUT,
];
