import type { Rule } from '../../../rule';
import { SIDECAR } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { isHttp } from '../../../validation/protocols';

export const HTTP_LIMITS_BESIDE_HTTP: Rule = {
  code: 'MESH0807',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'limits of HTTP where there is none',
  explanation: 'At a port that is not HTTP the proxy sees no requests, so limits of them do nothing.',
  fix: 'Give the port the protocol HTTP, or limit connections under tcp.',
  *find(world) {
    for (const { object, at } of places(world, SIDECAR, 'spec.ingress[]')) {
      const [http, protocol] = [at.at('connectionPool', 'http'), at.at('port', 'protocol').string ?? ''];
      if (http.exists && at.at('port').exists && !isHttp(protocol)) {
        yield { object, path: http.path, message: `the port is ${protocol === '' ? 'of no given protocol' : protocol}, and not HTTP` };
      }
    }
  },
};
