import { App } from 'cdk8s';
import { AccessClientKind } from '../../../src/analysis/access/access-client';
import { AccessLayer } from '../../../src/analysis/access/access-decision';
import type { AccessRow } from '../../../src/analysis/access/access-row';
import { AccessDirection } from '../../../src/analysis/access/access-row';
import { operationText } from '../../../src/analysis/access-table';
import { MeshAccess } from '../../../src/analysis/mesh-access';
import { Bookinfo } from '../../../src/blueprints/bookinfo/bookinfo';

const app = new App();
new Bookinfo(app, 'bookinfo');
const table = MeshAccess.fromApp(app).table();

function texts(parties: readonly { readonly text: string }[]): string {
  return parties.map(({ text }) => text).join(' + ');
}

/** The rows about a callee's port: who may do what. */
function at(name: string, port: string): string[] {
  const about = ({ direction, callees, ports }: AccessRow): boolean =>
    direction === AccessDirection.INBOUND && ports === port && callees.some(callee => callee.name === name || callee.name === undefined);
  return table.rows.filter(about).map(({ clients, operations }) => `${texts(clients)}: ${operations.map(operationText).join('; ')}`);
}

test('who may reach which part of Bookinfo', () => {
  expect(at('details-v1', '9080')).toEqual(['bookinfo/productpage-v1: GET /details/*']);
  for (const version of ['reviews-v1', 'reviews-v2', 'reviews-v3']) {
    expect(at(version, '9080')).toEqual(['bookinfo/productpage-v1: GET /reviews/*']);
  }
  expect(at('ratings-v1', '9080')).toEqual(['bookinfo/reviews-v2 + bookinfo/reviews-v3: GET /ratings/*']);
  expect(at('productpage-v1', '9080')).toEqual([
    'ingress gateway istio-system/istio-ingressgateway-service-account: GET /api/v1/products*, /logout, /productpage, /static/*; POST /login',
  ]);
});

test('nobody else may, but Prometheus for the proxies\' metrics, which no AuthorizationPolicy sees', () => {
  const others = table.rows.filter(({ direction, ports }) => direction === AccessDirection.INBOUND && ports !== '9080');
  expect(others).toMatchObject([{
    clients: [{ kind: AccessClientKind.PODS, text: 'pods app.kubernetes.io/name=prometheus of namespace istio-system' }],
    callees: [{ text: 'every workload of namespace bookinfo' }],
    ports: '15020',
    boundaries: [AccessLayer.NETWORK_POLICY],
    notes: [expect.stringContaining('proxy')],
  }]);
});

test('every call is held by each boundary', () => {
  for (const { ports, certain, boundaries } of table.rows.filter(row => row.ports === '9080')) {
    expect([ports, certain, boundaries]).toEqual(['9080', true, [AccessLayer.MUTUAL_TLS, AccessLayer.AUTHORIZATION_POLICY, AccessLayer.NETWORK_POLICY]]);
  }
});

test('beside each other workloads may reach DNS and istiod only', () => {
  const out = table.rows.filter(({ direction }) => direction === AccessDirection.OUTBOUND);
  expect(out.map(({ clients, callees, ports }) => `${texts(clients)} -> ${texts(callees)}: ${ports}`)).toEqual([
    'every workload of namespace bookinfo -> pods app=istiod of namespace istio-system: 15012',
    'every workload of namespace bookinfo -> pods k8s-app=kube-dns of namespace kube-system: 53 (TCP, UDP)',
  ]);
});

test('the table is as it was read', () => {
  expect(table.toText()).toMatchSnapshot();
  expect(table.toMarkdown()).toMatchSnapshot();
});
