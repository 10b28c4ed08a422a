import { ACROSS_OBJECTS } from './across-objects';
import { TELEMETRY_ADMISSION_RULES } from './admission';
import type { Rule } from '../../rule';
import { ENVOY_FILTER_ADMISSION_RULES } from '../envoy-filter/admission';

/** Of Telemetry and EnvoyFilter. What istiod would say of the other extensions, the API server says before. */
export const TELEMETRY_RULES: readonly Rule[] = [
  ...TELEMETRY_ADMISSION_RULES,
  ...ENVOY_FILTER_ADMISSION_RULES,
  ...ACROSS_OBJECTS,
];
