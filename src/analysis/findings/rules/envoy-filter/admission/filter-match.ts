import { completePatches } from './patches';
import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';

const CONNECTION_MANAGER = ['envoy.filters.network.http_connection_manager', 'envoy.http_connection_manager'];

export const MALFORMED_FILTER_MATCH: Rule = {
  code: 'MESH1107',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'match of a filter without its name',
  explanation: 'A filter is matched by its name, and a filter of HTTP also by that of the HTTP connection manager around it. Istio refuses others.',
  fix: 'Name the filter, and envoy.filters.network.http_connection_manager around a subFilter.',
  *find(world) {
    for (const { object, at, applyTo } of completePatches(world)) {
      const filter = at.at('match', 'listener', 'filterChain', 'filter');
      const message = filter.object === undefined ? undefined : problemOf(filter, applyTo);
      if (message !== undefined) { yield { object, path: filter.path, message }; }
    }
  },
};

function problemOf(filter: Cursor, applyTo: string): string | undefined {
  const [name, sub] = [filter.at('name').string ?? '', filter.at('subFilter')];
  if (!['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER'].includes(applyTo)) { return undefined; }
  if (name === '') { return 'the filter has no name'; }
  if (!sub.exists) { return undefined; }
  if (applyTo !== 'HTTP_FILTER') { return `a patch of ${applyTo} has no subFilter`; }
  if (!CONNECTION_MANAGER.includes(name)) { return `${name} has no filters of HTTP, which subFilter is for`; }
  return (sub.at('name').string ?? '') === '' ? 'the subFilter has no name' : undefined;
}
