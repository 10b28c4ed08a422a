import { AMBIENT_AND_SIDECAR } from './ambient-and-sidecar';
import { CALLS_PAST_THE_PROXY } from './callers-past-the-proxy';
import { CLOSED_METRICS } from './closed-metrics';
import { IMAGE_NEVER_INJECTED } from './image-never-injected';
import { NAMESPACE_NOT_INJECTED } from './namespace-not-injected';
import { ONE_PORT_OF_TWO_PROTOCOLS } from './one-port-of-two-protocols';
import { ONE_TARGET_OF_SEVERAL_PORTS } from './one-target-of-several-ports';
import { PORT_PAST_THE_PROXY } from './port-past-the-proxy';
import { PROXY_USER_OF_APPLICATION } from './proxy-user';
import { SEVERAL_INJECTION_LABELS } from './several-injection-labels';
import { SHARED_SERVICE_ACCOUNT } from './shared-service-account';
import { WORKLOAD_WITHOUT_POLICY } from './workload-without-policy';
import type { Rule } from '../../rule';

export const WORKLOAD_RULES: readonly Rule[] = [
  NAMESPACE_NOT_INJECTED,
  SEVERAL_INJECTION_LABELS,
  PROXY_USER_OF_APPLICATION,
  ONE_TARGET_OF_SEVERAL_PORTS,
  ONE_PORT_OF_TWO_PROTOCOLS,
  IMAGE_NEVER_INJECTED,
  WORKLOAD_WITHOUT_POLICY,
  AMBIENT_AND_SIDECAR,
  PORT_PAST_THE_PROXY,
  CALLS_PAST_THE_PROXY,
  SHARED_SERVICE_ACCOUNT,
  CLOSED_METRICS,
];
