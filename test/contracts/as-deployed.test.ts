import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changed, ordersApp, ordersContract, paymentsApp, problemsOf, teamApp } from './_apps';
import { Manifests } from '../_manifests';
import { HttpCall, LeastPrivilegeWorkload, SecureNamespace, ServiceReference, WorkloadPort } from 'cdk8s-istio';

/** What the team of the callee deploys, and its contract. */
function payments(change: (manifests: any[]) => void = () => {}) {
  const { app, contract } = paymentsApp();
  const context = JSON.parse(JSON.stringify(Manifests.of(app).all)) as any[];
  change(context);
  return { context, document: contract.toDocument() };
}

const find = (all: any[], kind: string): any => all.find(one => one.kind === kind && one.metadata.name === 'payments');

describe('With the manifests of the other team as context', () => {
  it('both sides are proved together', () => {
    const { context, document } = payments();
    expect(problemsOf(ordersApp(document, [HttpCall.post('/charges')], { context }).app)).toEqual([]);
    // And the other way round.
    const caller = Manifests.of(ordersApp(document).app).all;
    expect(problemsOf(paymentsApp(undefined, { context: [...caller] }).app)).toEqual([]);
  });

  it('a callee that does not admit all of a call is found, though it admits most of it', () => {
    const { app, contract } = paymentsApp([HttpCall.get('/charges/*')]);
    const context = JSON.parse(JSON.stringify(Manifests.of(app).all)) as any[];
    const deny = {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { namespace: 'payments', name: 'no-secrets' },
      spec: { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/charges/secret/*'] } }] }] },
    };
    const call = (...more: object[]) => problemsOf(ordersApp(contract.toDocument(), [HttpCall.get('/charges/*')], { context: [...context, ...more] }).app);
    expect(call()).toEqual([]);
    expect(call(deny)).toEqual([
      expect.stringMatching(/^\[orders\/orders\] liveness: the declared call to 'orders\/payments' is refused by mutual TLS or AuthorizationPolicy of payments\/payments-v1: 'GET \/charges\/secret\/.*\[AuthorizationPolicy payments\/no-secrets\]/),
    ]);
  });

  it('a callee that does not admit what its contract says is found', () => {
    const { context, document } = payments(all => { find(all, 'AuthorizationPolicy').spec.rules[0].to[0].operation.paths = ['/refunds']; });
    expect(problemsOf(ordersApp(document, [HttpCall.post('/charges')], { context }).app)).toEqual([
      expect.stringMatching(/^\[orders\/orders\] liveness: the declared call to 'orders\/payments' is refused by .*\[AuthorizationPolicy payments\/payments\]/),
      expect.stringMatching(/^\[orders\/orders\] liveness: the declared call to 'orders\/payments' does not come through .*\[AuthorizationPolicy payments\/payments\]/),
    ]);
    const closed = payments(all => { find(all, 'NetworkPolicy').spec.ingress = []; });
    expect(problemsOf(ordersApp(closed.document, [HttpCall.post('/charges')], { context: closed.context }).app).join()).toContain('does not come through');
  });

  it('a caller that does not open its own side is found from the side of the callee', () => {
    const caller = JSON.parse(JSON.stringify(Manifests.of(ordersApp(payments().document).app).all)) as any[];
    caller.find(one => one.kind === 'NetworkPolicy' && one.metadata.name === 'orders').spec.egress = [];
    expect(problemsOf(paymentsApp(undefined, { context: caller }).app)).toEqual([
      expect.stringMatching(/^\[payments\/orders\] liveness: the declared call to 'payments\/payments' does not come through .*\[NetworkPolicy orders\//),
    ]);
  });

  it.each<[string, (all: any[]) => void, string]>([
    ['other labels', all => { find(all, 'Service').spec.selector = { app: 'payments-v2' }; all.find(one => one.kind === 'Deployment').spec.template.metadata.labels.app = 'payments-v2'; },
      "contract 'payments-contract' says that pods of 'payments' carry 'app: payments', and in the context no pod of namespace 'payments' does (Deployment payments-v1, which carries 'app: payments-v2'); deploy what the contract says, or export it again."],
    ['another account', all => { all.find(one => one.kind === 'Deployment').spec.template.spec.serviceAccountName = 'default'; },
      "contract 'payments-contract' says that 'payments' runs as service account 'payments', and Deployment payments/payments-v1 of the context runs as 'default'; deploy what the contract says, or export it again."],
    ['another port', all => { find(all, 'Service').spec.ports[0].port = 80; },
      "contract 'payments-contract' says of 'payments' that it has port 8080, and Service payments/payments of the context has 80; "],
    ['another port of the pods', all => { find(all, 'Service').spec.ports[0].targetPort = 9090; },
      "contract 'payments-contract' says of 'payments' that port 8080 leads to port 8080 of its pods, and Service payments/payments of the context leads to 9090; "],
    ['another protocol', all => { find(all, 'Service').spec.ports[0].name = 'tcp'; },
      "contract 'payments-contract' says of 'payments' that port 8080 speaks http, and Service payments/payments of the context declares tcp there; "],
    ['no Service', all => { find(all, 'Service').metadata.name = 'pay'; },
      "contract 'payments-contract' says that namespace 'payments' has a Service 'payments', and the context has none there (but 'pay'); "],
    ['other pods behind the Service', all => {
      const other = JSON.parse(JSON.stringify(all.find(one => one.kind === 'Deployment')));
      other.metadata.name = 'canary';
      other.spec.template.metadata.labels = { team: 'payments' };
      find(all, 'Service').spec.selector = { team: 'payments' };
      all.find(one => one.kind === 'Deployment').spec.template.metadata.labels.team = 'payments';
      all.push(other);
    }, "contract 'payments-contract' says that pods of 'payments' carry 'app: payments', and Service payments/payments of the context also leads to those of Deployment canary, which carries no label 'app'; "],
  ])('a contract of what is deployed otherwise names both sides: %s', (_, change, said) => {
    const { context, document } = payments(change);
    const problems = problemsOf(ordersApp(document, [HttpCall.post('/charges')], { context }).app);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`[orders/payments] ${said}`);
  });

  it('a reference that this app says itself is held against it as well', () => {
    const app = teamApp({ context: payments().context });
    const shop = new SecureNamespace(app, 'shop');
    new ServiceReference(shop, 'payments', { namespace: 'payments', serviceAccount: 'pay', podLabels: { app: 'payments' }, ports: [WorkloadPort.http(80)] });
    expect(problemsOf(app)).toEqual([
      "[shop/payments] this reference says of 'payments' that it has port 80, and Service payments/payments of the context has 8080; say of the reference what is deployed.",
      "[shop/payments] this reference says that 'payments' runs as service account 'pay', and Deployment payments/payments-v1 of the context runs as 'payments'; say of the reference what is deployed.",
    ]);
  });
});

describe('What is taken for granted of a service that lives elsewhere', () => {
  const assumptions = (mesh: object) => {
    const { app, orders } = ordersApp(payments().document, [HttpCall.post('/charges')], mesh);
    orders.calls.to(ServiceReference.fromContract(orders, 'self', ordersContract()), HttpCall.get('/never'));
    return app;
  };

  it('is said once in the report', () => {
    const { app } = ordersApp(payments().document);
    app.synth();
    const read = (path: string): string[] => (JSON.parse(readFileSync(join(path, 'mesh/proof.json'), 'utf8')) as any).meshes[0].assumptions;
    expect(read(app.outdir).filter(text => text.includes('payments'))).toEqual(["service 'payments' of namespace 'payments' is deployed as contract 'payments-contract' says, and enforced there"]);
    const shown = ordersApp(payments().document, [HttpCall.post('/charges')], { context: payments().context });
    shown.app.synth();
    expect(read(shown.app.outdir).filter(text => text.includes('payments'))).toEqual(["service 'payments' of namespace 'payments' is the one of the context"]);
  });

  it('is not that it is another one than that of this app', () => {
    expect(problemsOf(assumptions({}))[0]).toBe(
      "[orders/orders/self] contract 'orders-contract' says that another app declares service 'orders' of namespace 'orders', and this app does so too ('orders/orders'); one of them owns it, give the other one another name.",
    );
  });
});

test('a contract that admits more than anybody calls is no error', () => {
  const { document } = payments();
  const more = changed(document, copy => copy.services[0].admits.push({ principal: 'cluster.local/ns/other/sa/web', port: 'http' }));
  expect(problemsOf(ordersApp(more).app)).toEqual([]);
  expect(problemsOf(ordersApp(more, [HttpCall.get('/x')]).app)).toHaveLength(1);
});

test('workloads that are declared in the app of the callee keep their own names', () => {
  const { app, namespace } = paymentsApp();
  new LeastPrivilegeWorkload(namespace, 'other', { image: 'other:1' });
  expect(problemsOf(app)).toEqual([]);
});
