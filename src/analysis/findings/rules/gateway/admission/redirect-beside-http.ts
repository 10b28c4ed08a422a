import { servers } from './servers';
import type { Rule } from '../../../rule';
import { isHttp } from '../../../validation/protocols';

export const REDIRECT_BESIDE_HTTP: Rule = {
  code: 'MESH0609',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'redirect to HTTPS of what is not HTTP',
  explanation: 'Only a server of plain HTTP can redirect to HTTPS; on another one httpsRedirect does nothing.',
  fix: 'Move httpsRedirect to a server of HTTP on port 80.',
  *find(world) {
    for (const { object, at } of servers(world)) {
      const redirect = at.at('tls', 'httpsRedirect');
      const protocol = at.at('port', 'protocol').string ?? '';
      if (redirect.boolean === true && at.at('port').exists && !isHttp(protocol)) { yield { object, path: redirect.path, message: `a server of ${protocol} cannot redirect` }; }
    }
  },
};
