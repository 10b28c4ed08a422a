import type { Rule } from '../../../rule';
import { GATEWAY } from '../../../validation/kinds';
import { places, refused, specs } from '../../../validation/places';

export const NO_SERVERS: Rule = {
  code: 'MESH0602',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'Gateway that serves nothing',
  explanation: 'Istio refuses a Gateway without servers, and a server without hosts.',
  fix: 'Say which hosts are served on which port.',
  *find(world) {
    yield* refused(specs(world, GATEWAY), at => at.at('servers').length === 0 ? 'there is no server' : undefined);
    yield* refused(places(world, GATEWAY, 'spec.servers[]'), at => at.object !== undefined && at.at('hosts').length === 0 ? 'the server has no hosts' : undefined);
  },
};
