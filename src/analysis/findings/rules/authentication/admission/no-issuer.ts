import { jwtRules } from './jwt-rules';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';

export const NO_ISSUER: Rule = {
  code: 'MESH1001',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'rule for tokens of nobody',
  explanation: 'A rule says whose tokens are valid: by their issuer, or by the URI of the keys. Istio refuses it without either.',
  fix: 'Give the issuer, as it is in the claim iss.',
  find: world => refused(jwtRules(world), at =>
    ['issuer', 'jwksUri', 'jwks_uri'].every(field => (at.at(field).value ?? '') === '') ? 'there is neither an issuer nor a jwksUri' : undefined),
};
