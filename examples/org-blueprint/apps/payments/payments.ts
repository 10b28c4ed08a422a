import { join } from 'node:path';
import type { App } from 'cdk8s';
import type { AcmeMeshProps } from '../../platform';
import { AcmeMesh, AcmeNamespace, AcmeService, OnCall } from '../../platform';
import { ContractExport, HttpCall, ServiceContract, ServiceReference, TcpCall, WorkloadPort } from 'cdk8s-istio';

/** What the team of the orders tells of them. */
const ORDERS = join(__dirname, '../orders/contracts/orders.json');

/** The app of the team that moves money. */
export function declarePayments(app: App, mesh: AcmeMeshProps = {}) {
  new AcmeMesh(app, mesh);
  const namespace = new AcmeNamespace(app, 'payments', { team: 'payments', pods: 10 });
  const payments = new AcmeService(namespace, 'payments', { release: '9.0.2' });
  const ledger = new AcmeService(namespace, 'ledger', { release: '1.3.0', ports: [WorkloadPort.tcp(5432)], replicas: 1, health: undefined });
  payments.calls.to(ledger, TcpCall.port());

  // Of another team: it charges, and we tell it when an order is paid.
  const orders = ServiceReference.fromContract(namespace, 'orders', ServiceContract.fromFile(ORDERS));
  orders.calls.to(payments, HttpCall.post('/charges'), HttpCall.get('/charges/{*}'));
  payments.calls.to(orders, HttpCall.put('/orders/{*}/paid'));

  new ContractExport(app, 'payments-contract', { services: [payments], file: join(__dirname, 'contracts/payments.json') });
  namespace.with(new OnCall('payments'));
  return { payments, ledger };
}
