import { App } from 'cdk8s';
import { declareOrders } from './orders';
import { itIsAnAcmeApp } from '../../platform/testing';
import { HttpRequest } from 'cdk8s-istio/testing';

describe('The app of the orders', () => {
  itIsAnAcmeApp(() => {
    const app = new App();
    declareOrders(app);
    return app;
  });

  it('takes orders from the web, which cannot say that they are paid', () => {
    const app = new App();
    const { web, orders } = declareOrders(app);
    expect(app).toAllow(web, HttpRequest.post('/orders'), orders);
    expect(app).toDeny(web, HttpRequest.put('/orders/7/paid'), orders);
  });
});
