import { jwtRules } from './jwt-rules';
import type { Rule } from '../../../rule';
import { keySetProblem } from '../../../validation/key-sets';
import { ofText, refused, within } from '../../../validation/places';

/** @see https://www.rfc-editor.org/rfc/rfc7517 */
export const MALFORMED_JWKS: Rule = {
  code: 'MESH1002',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'keys that cannot be read',
  explanation: 'jwks holds a set of JSON Web Keys, as JSON in a text. Istio refuses what it cannot read as such.',
  fix: 'Write {"keys": [...]} as the issuer publishes it, or give jwksUri.',
  find: world => refused([...jwtRules(world)].flatMap(({ object, at }) => within(at, 'jwks').map(jwks => ({ object, at: jwks }))), ofText(keySetProblem)),
};
