import { GATEWAY_ADMISSION_RULES } from './admission';
import { CONFLICTING_SERVERS } from './conflicting-servers';
import { HOST_OF_NO_NAMESPACE } from './host-of-no-namespace';
import { MISSING_CREDENTIAL } from './missing-credential';
import { PLAINTEXT_BESIDE_TLS } from './plaintext-beside-tls';
import { PODS_OF_NO_GATEWAY } from './pods-of-no-gateway';
import { PORT_NOT_EXPOSED } from './port-not-exposed';
import { REDIRECT_TO_NOTHING } from './redirect-to-nothing';
import { GATEWAY_WITHOUT_PODS } from './selector-without-pods';
import { SELECTS_EVERY_GATEWAY } from './selects-every-gateway';
import { SHARED_CERTIFICATE } from './shared-certificate';
import { TLS_WITHOUT_MODE } from './tls-without-mode';
import { UNUSABLE_CREDENTIAL } from './unusable-credential';
import { UNUSED_SERVER } from './unused-server';
import type { Rule } from '../../rule';

export const GATEWAY_RULES: readonly Rule[] = [
  ...GATEWAY_ADMISSION_RULES,
  GATEWAY_WITHOUT_PODS,
  MISSING_CREDENTIAL,
  UNUSABLE_CREDENTIAL,
  PORT_NOT_EXPOSED,
  SHARED_CERTIFICATE,
  CONFLICTING_SERVERS,
  UNUSED_SERVER,
  PLAINTEXT_BESIDE_TLS,
  TLS_WITHOUT_MODE,
  REDIRECT_TO_NOTHING,
  HOST_OF_NO_NAMESPACE,
  PODS_OF_NO_GATEWAY,
  SELECTS_EVERY_GATEWAY,
];
