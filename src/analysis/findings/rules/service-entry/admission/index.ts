import { ADDRESS_OF_ANOTHER_NETWORK } from './address-of-another-network';
import { IMPOSSIBLE_DYNAMIC_DNS } from './impossible-dynamic-dns';
import { IMPOSSIBLE_PROBE } from './impossible-probe';
import { MALFORMED_ADDRESS } from './malformed-address';
import { MALFORMED_ENDPOINT } from './malformed-endpoint';
import { MALFORMED_ENTRY_HOST } from './malformed-host';
import { MALFORMED_WORKLOAD_LABELS } from './malformed-labels';
import { MALFORMED_PORT } from './malformed-port';
import { PARTIAL_WILDCARD } from './partial-wildcard';
import { SELECTOR_WITHOUT_RESOLUTION } from './selector-without-resolution';
import { SEVERAL_HOSTS_OF_TCP } from './several-hosts-of-tcp';
import { SOCKET_OF_SEVERAL_PORTS } from './socket-of-several-ports';
import { TCP_WITHOUT_ADDRESS } from './tcp-without-address';
import { UNKNOWN_ENDPOINT_PORT } from './unknown-endpoint-port';
import { WILDCARD_TO_RESOLVE } from './wildcard-to-resolve';
import type { Rule } from '../../../rule';

/** What istiod's webhook would say of one ServiceEntry, WorkloadEntry or WorkloadGroup. */
export const SERVICE_ENTRY_ADMISSION_RULES: readonly Rule[] = [
  MALFORMED_ENTRY_HOST,
  PARTIAL_WILDCARD,
  MALFORMED_ADDRESS,
  MALFORMED_PORT,
  TCP_WITHOUT_ADDRESS,
  MALFORMED_ENDPOINT,
  UNKNOWN_ENDPOINT_PORT,
  MALFORMED_WORKLOAD_LABELS,
  SOCKET_OF_SEVERAL_PORTS,
  WILDCARD_TO_RESOLVE,
  SEVERAL_HOSTS_OF_TCP,
  IMPOSSIBLE_DYNAMIC_DNS,
  SELECTOR_WITHOUT_RESOLUTION,
  ADDRESS_OF_ANOTHER_NETWORK,
  IMPOSSIBLE_PROBE,
];
