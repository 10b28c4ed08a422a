import { ABORT_WITHOUT_STATUS } from './abort-without-status';
import { ADDRESS_AS_SNI } from './address-as-sni';
import { AUTHORITY_SET_TWICE } from './authority-set-twice';
import { BOUND_DELEGATE } from './bound-delegate';
import { CLAIM_OUTSIDE_GATEWAY } from './claim-outside-gateway';
import { DELEGATED_AND_ROUTED } from './delegated-and-routed';
import { DEPRECATED_MIRROR_PERCENT } from './deprecated-mirror-percent';
import { EMPTY_PREFIX } from './empty-prefix';
import { EVERY_HOST_IN_THE_MESH } from './every-host-in-the-mesh';
import { EXCLUDED_SETTINGS } from './excluded-settings';
import { GATEWAY_BY_HOST_NAME } from './gateway-by-host-name';
import { IMPOSSIBLE_FAULT } from './impossible-fault';
import { IMPOSSIBLE_PERCENTAGE } from './impossible-percentage';
import { IMPOSSIBLE_REDIRECT } from './impossible-redirect';
import { IMPOSSIBLE_REWRITE } from './impossible-rewrite';
import { IMPOSSIBLE_WEIGHTS } from './impossible-weights';
import { INCOMPLETE_TLS_OR_TCP_ROUTE } from './incomplete-tls-or-tcp-route';
import { LARGE_DIRECT_RESPONSE } from './large-direct-response';
import { MALFORMED_CORS } from './malformed-cors';
import { MALFORMED_DESTINATION } from './malformed-destination';
import { MALFORMED_GATEWAY } from './malformed-gateway';
import { MALFORMED_HEADER_VALUE } from './malformed-header-value';
import { MALFORMED_HOST } from './malformed-host';
import { MALFORMED_MATCHED_HEADER } from './malformed-matched-header';
import { MALFORMED_REGEX } from './malformed-regex';
import { MALFORMED_SOURCE } from './malformed-source';
import { MALFORMED_SUBNET } from './malformed-subnet';
import { NO_ACTION } from './no-action';
import { NO_ROUTES } from './no-routes';
import { OVERLAPPING_HOSTS } from './overlapping-hosts';
import { PORT_OUT_OF_RANGE } from './port-out-of-range';
import { RETRIES_WITHOUT_ATTEMPTS } from './retries-without-attempts';
import { SEVERAL_ACTIONS } from './several-actions';
import { SNI_HOST_OF_OTHERS } from './sni-host-of-others';
import { TOO_PRECISE_TIME } from './too-precise-time';
import { UNCHANGEABLE_HEADER } from './unchangeable-header';
import { UNKNOWN_RETRY_CONDITION } from './unknown-retry-condition';
import { UNKNOWN_STATUS } from './unknown-status';
import type { Rule } from '../../../rule';

/** What istiod's webhook would say of one VirtualService. */
export const VIRTUAL_SERVICE_ADMISSION_RULES: readonly Rule[] = [
  BOUND_DELEGATE,
  NO_ROUTES,
  MALFORMED_GATEWAY,
  GATEWAY_BY_HOST_NAME,
  MALFORMED_HOST,
  EVERY_HOST_IN_THE_MESH,
  OVERLAPPING_HOSTS,
  CLAIM_OUTSIDE_GATEWAY,
  NO_ACTION,
  SEVERAL_ACTIONS,
  EXCLUDED_SETTINGS,
  DELEGATED_AND_ROUTED,
  IMPOSSIBLE_WEIGHTS,
  MALFORMED_DESTINATION,
  PORT_OUT_OF_RANGE,
  MALFORMED_MATCHED_HEADER,
  EMPTY_PREFIX,
  MALFORMED_REGEX,
  MALFORMED_SOURCE,
  MALFORMED_SUBNET,
  UNCHANGEABLE_HEADER,
  MALFORMED_HEADER_VALUE,
  AUTHORITY_SET_TWICE,
  MALFORMED_CORS,
  TOO_PRECISE_TIME,
  IMPOSSIBLE_FAULT,
  ABORT_WITHOUT_STATUS,
  UNKNOWN_STATUS,
  IMPOSSIBLE_PERCENTAGE,
  DEPRECATED_MIRROR_PERCENT,
  RETRIES_WITHOUT_ATTEMPTS,
  UNKNOWN_RETRY_CONDITION,
  IMPOSSIBLE_REDIRECT,
  IMPOSSIBLE_REWRITE,
  LARGE_DIRECT_RESPONSE,
  INCOMPLETE_TLS_OR_TCP_ROUTE,
  SNI_HOST_OF_OTHERS,
  ADDRESS_AS_SNI,
];
