import { EMPTY_SIDECAR } from './empty-sidecar';
import { HTTP_LIMITS_BESIDE_HTTP } from './http-limits-beside-http';
import { IMPOSSIBLE_EGRESS_PROXY } from './impossible-egress-proxy';
import { LISTENED_ON_TWICE } from './listened-on-twice';
import { MALFORMED_DEFAULT_ENDPOINT } from './malformed-default-endpoint';
import { MALFORMED_EGRESS_HOST } from './malformed-egress-host';
import { MALFORMED_SIDECAR_LISTENER } from './malformed-listener';
import { MALFORMED_SOCKET_LISTENER } from './malformed-socket-listener';
import { PORTLESS_LISTENER } from './portless-listener';
import { REPEATED_EGRESS_HOST } from './repeated-egress-host';
import { TLS_OF_PLAINTEXT } from './tls-of-plaintext';
import { UNSUPPORTED_TLS } from './unsupported-tls';
import type { Rule } from '../../../rule';

/** What istiod's webhook would say of one Sidecar. */
export const SIDECAR_ADMISSION_RULES: readonly Rule[] = [
  EMPTY_SIDECAR,
  LISTENED_ON_TWICE,
  MALFORMED_SIDECAR_LISTENER,
  MALFORMED_DEFAULT_ENDPOINT,
  UNSUPPORTED_TLS,
  TLS_OF_PLAINTEXT,
  HTTP_LIMITS_BESIDE_HTTP,
  PORTLESS_LISTENER,
  MALFORMED_EGRESS_HOST,
  REPEATED_EGRESS_HOST,
  MALFORMED_SOCKET_LISTENER,
  IMPOSSIBLE_EGRESS_PROXY,
];
