import { join } from 'node:path';
import type { App } from 'cdk8s';
import type { AcmeMeshProps } from '../../platform';
import { AcmeMesh, AcmeNamespace, AcmeService, OnCall } from '../../platform';
import { ContractExport, HttpCall, ServiceContract, ServiceReference } from 'cdk8s-istio';

/** What the team of the payments tells of them. */
const PAYMENTS = join(__dirname, '../payments/contracts/payments.json');

/** The app of the team that takes orders. */
export function declareOrders(app: App, mesh: AcmeMeshProps = {}) {
  new AcmeMesh(app, mesh);
  const namespace = new AcmeNamespace(app, 'orders', { team: 'orders' });
  const web = new AcmeService(namespace, 'web', { release: '4.1.0' });
  const orders = new AcmeService(namespace, 'orders', { release: '2.7.1' });
  web.calls.to(orders, HttpCall.get('/orders/*'), HttpCall.post('/orders'));

  // Of another team: we call it, and it tells us when an order is paid.
  const payments = ServiceReference.fromContract(namespace, 'payments', ServiceContract.fromFile(PAYMENTS));
  orders.calls.to(payments, HttpCall.post('/charges'), HttpCall.get('/charges/{*}'));
  payments.calls.to(orders, HttpCall.put('/orders/{*}/paid'));

  new ContractExport(app, 'orders-contract', { services: [orders], file: join(__dirname, 'contracts/orders.json') });
  namespace.with(new OnCall('orders'));
  return { web, orders };
}
