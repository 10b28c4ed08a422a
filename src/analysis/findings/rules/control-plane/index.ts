import { KEYS_FROM_ANYWHERE } from './keys-from-anywhere';
import { OLD_GATEWAY_API } from './old-gateway-api';
import { REMOVED_KIND } from './removed-kind';
import { TWO_INJECTORS } from './two-injectors';
import { UNKNOWN_REGISTRY } from './unknown-registry';
import { WEBHOOK_BY_ADDRESS } from './webhook-by-address';
import { WEBHOOK_WITHOUT_ADDRESS } from './webhook-without-address';
import { WEBHOOK_WITHOUT_SERVICE } from './webhook-without-service';
import type { Rule } from '../../rule';

export const CONTROL_PLANE_RULES: readonly Rule[] = [
  KEYS_FROM_ANYWHERE,
  UNKNOWN_REGISTRY,
  WEBHOOK_WITHOUT_SERVICE,
  TWO_INJECTORS,
  WEBHOOK_WITHOUT_ADDRESS,
  WEBHOOK_BY_ADDRESS,
  REMOVED_KIND,
  OLD_GATEWAY_API,
];
