import fc from 'fast-check';
import { authorization, networking } from '../world';

const NASTY = [
  '"]\n  evil --> n1', '"; evil [label="', '<script>alert(1)</script>', '%%{init: {"securityLevel":"loose"}}%%', '`**bold**`', '\\', '\\"', 'a\\N', '&quot;',
  '#quot;', 'end', 'subgraph x', 'click n0 "javascript:alert(1)"', '\u2028\u202e\u0000\r', '--', ']]>', '</text>', '\ud800', '${x}',
  'style a fill:#fff;', 'constructor', '__proto__', '',
];
const nasty = fc.constantFrom(...NASTY);
const text = fc.oneof(nasty, fc.string({ maxLength: 12, unit: 'binary' }), fc.tuple(nasty, nasty).map(pair => pair.join('')));

const names = fc.record({ ns: text, name: text, other: text, host: text, path: text, version: text, header: text });
/** Meshes in which everything that can be named has a name that somebody chose in order to be more than a name. */
export const meshes = names.map(({ ns, name, other, host, path, version, header }) => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ns, labels: { 'istio-injection': 'enabled' } } },
  ...[name, other].map(one => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: one, namespace: ns },
    spec: { template: { metadata: { labels: { app: 'a', version } }, spec: { serviceAccountName: one, containers: [{ name: 'c', ports: [{ containerPort: 80 }] }] } } },
  })),
  { apiVersion: 'v1', kind: 'Service', metadata: { name: host, namespace: ns }, spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } },
  { ...authorization('x/p', { rules: [{ from: [{ source: { principals: [header] } }], to: [{ operation: { paths: [path] } }] }] }), metadata: { name: 'p', namespace: ns } },
  { ...networking('ServiceEntry', 'x/e', { hosts: [host], ports: [{ number: 1, protocol: 'HTTP' }] }), metadata: { name, namespace: ns } },
  { ...networking('Gateway', 'x/g', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, protocol: host }, hosts: [host] }] }), metadata: { name, namespace: ns } },
  { ...networking('VirtualService', 'x/v', { hosts: [host], gateways: [name, 'mesh'], http: [{ match: [{ headers: { [header]: { exact: path } } }], route: [{ destination: { host, subset: version } }, { destination: { host: other } }] }] }), metadata: { name, namespace: ns } },
]);
