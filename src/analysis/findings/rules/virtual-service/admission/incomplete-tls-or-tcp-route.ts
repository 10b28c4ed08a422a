import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

export const INCOMPLETE_TLS_OR_TCP_ROUTE: Rule = {
  code: 'MESH0436',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'route of TLS or TCP that lacks a part',
  explanation: 'A route of TLS matches hosts by SNI and leads to a destination; one of TCP leads to a destination. Istio refuses it otherwise.',
  fix: 'Add what is missing.',
  *find(world) {
    const lacks = (field: string, what: string) => refused(places(world, VIRTUAL_SERVICE, 'spec.tls[]', ...field === 'route' ? ['spec.tcp[]'] : []), at =>
      at.object !== undefined && at.at(field).length === 0 ? `there is no ${what}` : undefined);
    yield* lacks('match', 'match');
    yield* lacks('route', 'destination');
    yield* refused(places(world, VIRTUAL_SERVICE, 'spec.tls[].match[]'), at =>
      at.object !== undefined && at.at('sniHosts').length === 0 ? 'the match names no host in sniHosts' : undefined);
  },
};
