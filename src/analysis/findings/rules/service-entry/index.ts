import { SERVICE_ENTRY_ADMISSION_RULES } from './admission';
import { EXTERNAL_WORKLOADS } from './external-workloads';
import { GROUP_ACCOUNT } from './group-account';
import { GROUPS_ALIKE } from './groups-alike';
import { HOST_OF_A_SERVICE } from './host-of-a-service';
import { IDLE_WORKLOAD_ENTRY } from './idle-workload-entry';
import { PLAINTEXT_TO_HTTPS } from './plaintext-to-https';
import { PROTOCOL_CONFLICT } from './protocol-conflict';
import { REPEATED_ENTRY } from './repeated-host';
import { ENTRY_WITHOUT_WORKLOADS } from './selector-without-workloads';
import { STATIC_WITHOUT_ENDPOINTS } from './static-without-endpoints';
import { TCP_WITHOUT_ADDRESS } from './tcp-without-address';
import type { Rule } from '../../rule';

export const SERVICE_ENTRY_RULES: readonly Rule[] = [
  ...SERVICE_ENTRY_ADMISSION_RULES,
  TCP_WITHOUT_ADDRESS,
  REPEATED_ENTRY,
  PROTOCOL_CONFLICT,
  GROUP_ACCOUNT,
  GROUPS_ALIKE,
  ENTRY_WITHOUT_WORKLOADS,
  HOST_OF_A_SERVICE,
  EXTERNAL_WORKLOADS,
  STATIC_WITHOUT_ENDPOINTS,
  PLAINTEXT_TO_HTTPS,
  IDLE_WORKLOAD_ENTRY,
];
