import { CERTIFICATES_OF_ISTIO_MUTUAL } from './certificates-of-istio-mutual';
import { CERTIFICATES_OF_PASSTHROUGH } from './certificates-of-passthrough';
import { MALFORMED_SERVED_HOST } from './malformed-host';
import { MALFORMED_LISTENER } from './malformed-listener';
import { MALFORMED_GATEWAY_NAME } from './malformed-name';
import { MISPLACED_REVOCATION_LIST } from './misplaced-revocation-list';
import { MISSING_CERTIFICATES } from './missing-certificates';
import { NO_SERVERS } from './no-servers';
import { OLD_TLS_VERSION } from './old-tls-version';
import { PORT_NAMES } from './port-names';
import { REDIRECT_BESIDE_HTTP } from './redirect-beside-http';
import { SEVERAL_CERTIFICATE_SOURCES } from './several-certificate-sources';
import { TARGET_PORT } from './target-port';
import { TLS_AND_PROTOCOL } from './tls-and-protocol';
import { UNKNOWN_CIPHER } from './unknown-cipher';
import { UNKNOWN_SERVER_PROTOCOL } from './unknown-protocol';
import type { Rule } from '../../../rule';

/** What istiod's webhook would say of one Gateway. */
export const GATEWAY_ADMISSION_RULES: readonly Rule[] = [
  MALFORMED_GATEWAY_NAME,
  NO_SERVERS,
  PORT_NAMES,
  UNKNOWN_SERVER_PROTOCOL,
  MALFORMED_LISTENER,
  TARGET_PORT,
  MALFORMED_SERVED_HOST,
  TLS_AND_PROTOCOL,
  REDIRECT_BESIDE_HTTP,
  CERTIFICATES_OF_ISTIO_MUTUAL,
  SEVERAL_CERTIFICATE_SOURCES,
  MISSING_CERTIFICATES,
  MISPLACED_REVOCATION_LIST,
  CERTIFICATES_OF_PASSTHROUGH,
  UNKNOWN_CIPHER,
  OLD_TLS_VERSION,
];
