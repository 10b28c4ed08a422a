import { writtenPolicies } from './written-policies';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode */
export const EMPTY_TLS: Rule = {
  code: 'MESH0574',
  severity: 'warning',
  aliases: [],
  title: 'TLS without a mode: plaintext',
  explanation: 'The mode of `tls` is DISABLE unless it is said. With `tls: {}`, or with certificates and no mode, callers send plaintext, even where they would speak mutual TLS by '
    + 'themselves.',
  fix: 'Say the mode, or leave `tls` out.',
  *find(world) {
    for (const { object, policy } of writtenPolicies(world)) {
      const tls = policy.at('tls');
      if (tls.object !== undefined && !tls.at('mode').exists) { yield { object, path: tls.path, message: 'without a mode it is DISABLE: callers send plaintext' }; }
    }
  },
};
