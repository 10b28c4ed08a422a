import { App } from 'cdk8s';
import { declarePayments } from './payments';
import { itIsAnAcmeApp } from '../../platform/testing';
import { AccessCaller, HttpRequest } from 'cdk8s-istio/testing';

describe('The app of the payments', () => {
  itIsAnAcmeApp(() => {
    const app = new App();
    declarePayments(app);
    return app;
  });

  it('lets the orders charge, and nobody but payments at the ledger', () => {
    const app = new App();
    const { payments, ledger } = declarePayments(app);
    const orders = AccessCaller.principal('acme.example/ns/orders/sa/orders');
    expect(app).toAllow(orders, HttpRequest.post('/charges'), payments);
    expect(app).toDeny(orders, HttpRequest.delete('/charges/7'), payments);
    expect(app).toBeReachableOnlyFrom(ledger, [payments]);
  });
});
