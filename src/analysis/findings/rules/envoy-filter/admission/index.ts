import { DEPENDS_ON_ENVOY } from './depends-on-envoy';
import { DEPRECATED_FILTER_NAME } from './deprecated-filter-name';
import { MALFORMED_FILTER_MATCH } from './filter-match';
import { IGNORED_FILTER_MATCH } from './ignored-filter-match';
import { INCOMPLETE_PATCH } from './incomplete-patch';
import { MALFORMED_PROXY_VERSION } from './malformed-proxy-version';
import { MATCH_OF_ANOTHER_KIND } from './match-of-another-kind';
import { UNTYPED_CONFIG } from './untyped-config';
import type { Rule } from '../../../rule';

/** What istiod's webhook would say of one EnvoyFilter. */
export const ENVOY_FILTER_ADMISSION_RULES: readonly Rule[] = [
  DEPENDS_ON_ENVOY,
  INCOMPLETE_PATCH,
  MATCH_OF_ANOTHER_KIND,
  MALFORMED_FILTER_MATCH,
  IGNORED_FILTER_MATCH,
  DEPRECATED_FILTER_NAME,
  MALFORMED_PROXY_VERSION,
  UNTYPED_CONFIG,
];
