import { App } from 'cdk8s';
import { declareOrders } from './orders/orders';
import { declarePayments } from './payments/payments';
import { manifestsOf, together } from '../platform/testing';
import { HttpRequest } from 'cdk8s-istio/testing';

describe('Both apps together', () => {
  const orders = new App();
  const { web, orders: order } = declareOrders(orders);
  const payments = new App();
  const { payments: pay, ledger } = declarePayments(payments);

  it('are proved from either side, with what the other team deploys', () => {
    const first = new App();
    declareOrders(first, { context: manifestsOf(payments) });
    expect(() => manifestsOf(first)).not.toThrow();
    const second = new App();
    declarePayments(second, { context: manifestsOf(orders) });
    expect(() => manifestsOf(second)).not.toThrow();
  });

  it('let through what they have agreed upon, and nothing else', () => {
    const mesh = together(orders, payments);
    expect(mesh).toAllow(order, HttpRequest.post('/charges'), pay);
    expect(mesh).toAllow(pay, HttpRequest.put('/orders/7/paid'), order);
    expect(mesh).toDeny(web, HttpRequest.post('/charges'), pay);
    expect(mesh).toDeny(pay, HttpRequest.post('/orders'), order);
    expect(mesh).toBeReachableOnlyFrom(pay, [order]);
    expect(mesh).toBeReachableOnlyFrom(ledger, [pay]);
  });
});
