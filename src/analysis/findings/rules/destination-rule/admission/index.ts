import { CA_OF_ANOTHER_NAMESPACE } from './ca-of-another-namespace';
import { DEPRECATED_CONSECUTIVE_ERRORS } from './deprecated-consecutive-errors';
import { DEPRECATED_RING_SIZE } from './deprecated-ring-size';
import { EMPTY_POLICY } from './empty-policy';
import { EXPORTED_WITH_SELECTOR } from './exported-with-selector';
import { FAILOVER_WITHOUT_OUTLIER_DETECTION } from './failover-without-outlier-detection';
import { IMPOSSIBLE_EJECTION_PERCENTAGE } from './impossible-ejection-percentage';
import { IMPOSSIBLE_FAILOVER } from './impossible-failover';
import { IMPOSSIBLE_HASH_COOKIE } from './impossible-hash-cookie';
import { IMPOSSIBLE_TABLE_SIZE } from './impossible-table-size';
import { IMPOSSIBLE_TUNNEL } from './impossible-tunnel';
import { IMPOSSIBLE_WARMUP } from './impossible-warmup';
import { INCOMPLETE_KEEPALIVE } from './incomplete-keepalive';
import { LOCAL_FAILURES_NOT_SPLIT } from './local-failures-not-split';
import { LOCALITY_WEIGHTS } from './locality-weights';
import { MALFORMED_DESTINATION_HOST } from './malformed-host';
import { MALFORMED_LOCALITY } from './malformed-locality';
import { MALFORMED_SUBSET } from './malformed-subset';
import { MUTUAL_WITHOUT_CERTIFICATE } from './mutual-without-certificate';
import { NEGATIVE_LIMIT } from './negative-limit';
import { SUBSET_NAMED_TWICE } from './subset-named-twice';
import { TOO_PRECISE_POLICY_TIME } from './too-precise-time';
import { TWO_SOURCES_OF_CERTIFICATES } from './two-sources-of-certificates';
import { TWO_WAYS_OF_FAILOVER } from './two-ways-of-failover';
import { TWO_WAYS_TO_HTTP2 } from './two-ways-to-http2';
import { VERIFICATION_OF_THE_UNVERIFIED } from './verification-of-the-unverified';
import type { Rule } from '../../../rule';

/** What istiod's webhook would say of one DestinationRule. */
export const DESTINATION_RULE_ADMISSION_RULES: readonly Rule[] = [
  MALFORMED_DESTINATION_HOST,
  SUBSET_NAMED_TWICE,
  MALFORMED_SUBSET,
  EMPTY_POLICY,
  IMPOSSIBLE_TUNNEL,
  LOCAL_FAILURES_NOT_SPLIT,
  IMPOSSIBLE_EJECTION_PERCENTAGE,
  DEPRECATED_CONSECUTIVE_ERRORS,
  NEGATIVE_LIMIT,
  TWO_WAYS_TO_HTTP2,
  TOO_PRECISE_POLICY_TIME,
  IMPOSSIBLE_HASH_COOKIE,
  DEPRECATED_RING_SIZE,
  IMPOSSIBLE_TABLE_SIZE,
  IMPOSSIBLE_WARMUP,
  TWO_WAYS_OF_FAILOVER,
  LOCALITY_WEIGHTS,
  MALFORMED_LOCALITY,
  IMPOSSIBLE_FAILOVER,
  FAILOVER_WITHOUT_OUTLIER_DETECTION,
  CA_OF_ANOTHER_NAMESPACE,
  VERIFICATION_OF_THE_UNVERIFIED,
  TWO_SOURCES_OF_CERTIFICATES,
  MUTUAL_WITHOUT_CERTIFICATE,
  EXPORTED_WITH_SELECTOR,
  INCOMPLETE_KEEPALIVE,
];
