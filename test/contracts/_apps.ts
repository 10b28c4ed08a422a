import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { refusal } from '../_manifests';
import { linesOf } from '../bad-input/_refused';
import type { Call, MeshProps } from 'cdk8s-istio';
import { ContractExport, HttpCall, LeastPrivilegeWorkload, Mesh, SecureNamespace, ServiceContract, ServiceReference } from 'cdk8s-istio';

/** A folder of this test file alone. */
export const FOLDER = mkdtempSync(join(tmpdir(), 'contracts-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

let apps = 0;

/** The app of a team, with an output folder of its own. */
export function teamApp(mesh: MeshProps = {}): App {
  const app = new App({ outdir: join(FOLDER, `app-${++apps}`, 'dist') });
  new Mesh(app, 'mesh', mesh);
  return app;
}

/** The contract of what a caller is, before anybody admits it. */
export function ordersContract(): ServiceContract {
  const app = teamApp();
  const orders = new LeastPrivilegeWorkload(new SecureNamespace(app, 'orders'), 'orders', { image: 'orders:1', port: 8080 });
  return ServiceContract.fromDocument(exported(app, 'orders', orders));
}

/** The team of the callee: it knows the callers by their contract, and admits them. */
export function paymentsApp(calls: readonly Call[] = [HttpCall.post('/charges')], mesh: MeshProps = {}) {
  const app = teamApp(mesh);
  const namespace = new SecureNamespace(app, 'payments');
  const payments = new LeastPrivilegeWorkload(namespace, 'payments', { image: 'payments:1', port: 8080 });
  const orders = ServiceReference.fromContract(namespace, 'orders', ordersContract());
  if (calls.length > 0) {
    orders.calls.to(payments, ...calls);
  }
  return { app, namespace, payments, orders, contract: new ContractExport(app, 'payments-contract', { services: [payments], file: join(FOLDER, `${++apps}.json`) }) };
}

/** The team of the caller: it knows the callee by its contract. */
export function ordersApp(document: unknown, calls: readonly Call[] = [HttpCall.post('/charges')], mesh: MeshProps = {}) {
  const app = teamApp(mesh);
  const namespace = new SecureNamespace(app, 'orders');
  const orders = new LeastPrivilegeWorkload(namespace, 'orders', { image: 'orders:1', port: 8080 });
  const payments = ServiceReference.fromContract(namespace, 'payments', ServiceContract.fromDocument(document));
  orders.calls.to(payments, ...calls);
  return { app, namespace, orders, payments };
}

export function exported(app: App, id: string, ...services: LeastPrivilegeWorkload[]): any {
  return new ContractExport(app, `${id}-contract`, { services, file: join(FOLDER, `${++apps}.json`) }).toDocument();
}

export function problemsOf(app: App): string[] {
  return linesOf(refusal(app));
}

/** A copy of a document in which something is otherwise. */
export function changed(document: any, change: (copy: any) => void): any {
  const copy = JSON.parse(JSON.stringify(document));
  change(copy);
  return copy;
}
