import { completePatches } from './patches';
import type { Rule } from '../../../rule';
import { quoted } from '../../../validation/words';

const CURRENT: ReadonlyMap<string, string> = new Map([
  ...['buffer', 'cors', 'csrf', 'fault', 'grpc_http1_bridge', 'grpc_json_transcoder', 'grpc_web', 'gzip', 'health_check', 'ip_tagging', 'lua', 'router', 'squash']
    .map(name => [`envoy.${name}`, `envoy.filters.http.${name}`] as const),
  ['envoy.http_dynamo_filter', 'envoy.filters.http.dynamo'], ['envoy.rate_limit', 'envoy.filters.http.ratelimit'],
  ['envoy.ext_authz', 'envoy.filters.http.ext_authz'],
  ...['http_inspector', 'original_dst', 'original_src', 'proxy_protocol', 'tls_inspector'].map(name => [`envoy.listener.${name}`, `envoy.filters.listener.${name}`] as const),
  ...['client_ssl_auth', 'http_connection_manager', 'mongo_proxy', 'ratelimit', 'redis_proxy', 'tcp_proxy'].map(name => [`envoy.${name}`, `envoy.filters.network.${name}`] as const),
]);

export const DEPRECATED_FILTER_NAME: Rule = {
  code: 'MESH1109',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'old name of a filter',
  explanation: 'Envoy has renamed its filters; Istio still translates the old names, and warns of them.',
  fix: 'Write the name as the message says.',
  *find(world) {
    for (const { object, at } of completePatches(world)) {
      const filter = at.at('match', 'listener', 'filterChain', 'filter');
      for (const { path, string } of [filter.at('name'), filter.at('subFilter', 'name')]) {
        const current = string === undefined ? undefined : CURRENT.get(string);
        if (current !== undefined) { yield { object, path, message: `${quoted(string)} is called ${current} now` }; }
      }
    }
  },
};
