import type { JsonObject } from '../../../../src/analysis/json';

/** An object with something that Istio has since a release, and not before. */
export interface Newer {
  /** The kind, and what of it is new: the path of a field, of a value in quotes, or nothing for the kind as a whole. */
  readonly name: string;
  readonly since: string;
  readonly object: JsonObject;
}

function newer(since: string, apiVersion: string, kind: string, path: string, spec: JsonObject): Newer {
  const name = [kind, path].filter(part => part !== '').join(' ');
  return { name, since, object: { apiVersion, kind, metadata: { name: 'newer', namespace: 'shop' }, spec } };
}

const destinationRule = (path: string, spec: JsonObject): Newer =>
  newer('1.31', 'networking.istio.io/v1', 'DestinationRule', `spec.${path}`, { host: 'orders.shop.svc.cluster.local', ...spec });
const envoyFilter = (since: string, path: string, patch: JsonObject): Newer =>
  newer(since, 'networking.istio.io/v1alpha3', 'EnvoyFilter', `spec.configPatches[].${path}`, {
    configPatches: [{ applyTo: 'CLUSTER', patch: { operation: 'MERGE', value: { connect_timeout: '1s' } }, ...patch }],
  });
const telemetry = (since: string, path: string, tracing: JsonObject): Newer =>
  newer(since, 'telemetry.istio.io/v1', 'Telemetry', `spec.tracing[].${path}`, { tracing: [tracing] });
const source = (field: string): Newer => newer('1.30', 'security.istio.io/v1', 'AuthorizationPolicy', `spec.rules[].from[].source.${field}`, {
  rules: [{ from: [{ source: { [field]: ['cluster.local'] } }] }],
});

const KEEP_ALIVE = { http: { http2KeepAlive: { interval: '10s', timeout: '5s' } } };
const SERVER_TLS = { mode: 'SIMPLE', credentialName: 'shop-tls', insecureSkipVerify: true };

/** The parts of a traffic policy that are new, by their path. */
const TRAFFIC_POLICY: { readonly [path: string]: JsonObject } = {
  'connectionPool.http.http2KeepAlive': { connectionPool: KEEP_ALIVE },
  'loadBalancer.zoneAwareLbSetting': { loadBalancer: { zoneAwareLbSetting: { enabled: true } } },
  'outlierDetection.outlierDetectionHttpErrorCodes': { outlierDetection: { outlierDetectionHttpErrorCodes: [500] } },
};

/** All that the CRDs of a release have and those of a release before have not, by examples; a test holds that it is all. */
export const NEWER: readonly Newer[] = [
  newer('1.30', 'extensions.istio.io/v1alpha1', 'TrafficExtension', '', { lua: { inlineCode: 'function envoy_on_request(handle) end' } }),
  ...Object.entries(TRAFFIC_POLICY).flatMap(([path, trafficPolicy]) => [
    destinationRule(`trafficPolicy.${path}`, { trafficPolicy }),
    destinationRule(`trafficPolicy.portLevelSettings[].${path}`, { trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ...trafficPolicy }] } }),
    destinationRule(`subsets[].trafficPolicy.${path}`, { subsets: [{ name: 'v1', trafficPolicy }] }),
    destinationRule(`subsets[].trafficPolicy.portLevelSettings[].${path}`, {
      subsets: [{ name: 'v1', trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ...trafficPolicy }] } }],
    }),
  ]),
  destinationRule('trafficPolicy.retryBudget.budgetInterval', { trafficPolicy: { retryBudget: { budgetInterval: '10s' } } }),
  destinationRule('subsets[].trafficPolicy.retryBudget.budgetInterval', { subsets: [{ name: 'v1', trafficPolicy: { retryBudget: { budgetInterval: '10s' } } }] }),
  newer('1.31', 'networking.istio.io/v1', 'Gateway', 'spec.servers[].tls.insecureSkipVerify', {
    servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['shop.example.com'], tls: SERVER_TLS }],
  }),
  newer('1.31', 'networking.istio.io/v1', 'Sidecar', 'spec.inboundConnectionPool.http.http2KeepAlive', { inboundConnectionPool: KEEP_ALIVE }),
  newer('1.31', 'networking.istio.io/v1', 'Sidecar', 'spec.ingress[].connectionPool.http.http2KeepAlive', {
    ingress: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, connectionPool: KEEP_ALIVE }],
  }),
  newer('1.31', 'networking.istio.io/v1', 'Sidecar', 'spec.ingress[].tls.insecureSkipVerify', {
    ingress: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, tls: SERVER_TLS }],
  }),
  newer('1.31', 'networking.istio.io/v1', 'VirtualService', 'spec.http[].redirect.prefixRewrite', {
    hosts: ['shop.example.com'], http: [{ match: [{ uri: { prefix: '/old' } }], redirect: { prefixRewrite: '/new' } }],
  }),
  // Neither goes without the other.
  ...['match.waypoint', "match.context 'WAYPOINT'"].map(path => envoyFilter('1.29', path, { match: { context: 'WAYPOINT', waypoint: { portNumber: 80 } } })),
  envoyFilter('1.31', "patch.operation 'MERGE_AND_REPLACE_LIST'", { patch: { operation: 'MERGE_AND_REPLACE_LIST', value: { connect_timeout: '1s' } } }),
  source('trustDomains'),
  source('notTrustDomains'),
  telemetry('1.29', 'customTags{}.formatter', { customTags: { host: { formatter: { value: '%REQUESTED_SERVER_NAME%' } } } }),
  telemetry('1.30', 'disableContextPropagation', { disableContextPropagation: true }),
];
