import { LOGS_WITHOUT_PROVIDER } from './logs-without-provider';
import { TELEMETRY_SELECTS_NOTHING } from './selects-nothing';
import { SEVERAL_TELEMETRIES_FOR_NAMESPACE } from './several-for-namespace';
import { SEVERAL_TELEMETRIES_FOR_WORKLOAD } from './several-for-workload';
import { UNKNOWN_TELEMETRY_PROVIDER } from './unknown-provider';
import type { Rule } from '../../rule';
import { RELATIVE_OPERATION } from '../envoy-filter/relative-operation';
import { RELATIVE_OPERATION_WITH_VERSION } from '../envoy-filter/relative-operation-with-version';
import { WRONG_ADD } from '../envoy-filter/wrong-add';
import { WRONG_REMOVE } from '../envoy-filter/wrong-remove';
import { WRONG_REPLACE } from '../envoy-filter/wrong-replace';

/** What one object alone, or Istio's webhook, does not tell. */
export const ACROSS_OBJECTS: readonly Rule[] = [
  SEVERAL_TELEMETRIES_FOR_WORKLOAD,
  SEVERAL_TELEMETRIES_FOR_NAMESPACE,
  TELEMETRY_SELECTS_NOTHING,
  LOGS_WITHOUT_PROVIDER,
  RELATIVE_OPERATION,
  RELATIVE_OPERATION_WITH_VERSION,
  WRONG_REPLACE,
  WRONG_ADD,
  WRONG_REMOVE,
  UNKNOWN_TELEMETRY_PROVIDER,
];
