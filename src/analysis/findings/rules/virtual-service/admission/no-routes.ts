import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { refused, specs } from '../../../validation/places';

export const NO_ROUTES: Rule = {
  code: 'MESH0402',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'VirtualService without routes',
  explanation: 'A VirtualService routes HTTP, TLS or TCP. Istio refuses one that has no route of either.',
  fix: 'Add a route under http, tls or tcp.',
  find: world => refused(specs(world, VIRTUAL_SERVICE), at =>
    ['http', 'tls', 'tcp'].every(field => at.at(field).length === 0) ? 'there is no route of HTTP, TLS or TCP' : undefined),
};
