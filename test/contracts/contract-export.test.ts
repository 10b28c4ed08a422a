import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { changed, exported, FOLDER, ordersApp, ordersContract, paymentsApp, problemsOf, teamApp } from './_apps';
import { Manifests } from '../_manifests';
import type { Call } from 'cdk8s-istio';
import {
  CanaryService, ContractExport, GrpcCall, HttpCall, LeastPrivilegeWorkload, RequestCondition, SecureNamespace, ServiceContract, ServiceReference,
  TcpCall, TrustDomain, WorkloadPort,
} from 'cdk8s-istio';

describe('A contract', () => {
  it('says where a service is, who it is, and what callers that live elsewhere may do', () => {
    const { app, contract, namespace, payments } = paymentsApp([HttpCall.post('/charges'), HttpCall.get('/charges/*')]);
    // What this app itself sees is nobody else's matter.
    new LeastPrivilegeWorkload(namespace, 'audit', { image: 'audit:1' }).calls.to(payments, HttpCall.get('/log'));
    app.synth();
    const text = readFileSync(contract.file, 'utf8');
    expect(text).toMatchSnapshot();
    expect(JSON.parse(text)).toEqual(contract.toDocument());
    expect(text).not.toContain('audit');
  });

  it('is the same, whatever the order of declarations, and is written in every synth', () => {
    const build = (reverse: boolean) => {
      const { app, contract } = paymentsApp(reverse ? [HttpCall.get('/b', '/a'), HttpCall.post('/charges')] : [HttpCall.post('/charges'), HttpCall.get('/a', '/b')]);
      app.synth();
      app.synth();
      return readFileSync(contract.file, 'utf8');
    };
    expect(build(true)).toBe(build(false));
  });

  it('is not written for an app that is refused', () => {
    const { app, contract, payments } = paymentsApp();
    payments.calls.to(payments);
    expect(() => app.synth()).toThrow('says nothing about what is called');
    expect(existsSync(contract.file)).toBe(false);
  });

  it('is no manifest: it has neither apiVersion nor kind, and stands outside of the output folder', () => {
    const { app, contract } = paymentsApp();
    expect(Object.keys(contract.toDocument())).toEqual(['format', 'version', 'name', 'services']);
    app.synth();
    expect(contract.file.startsWith(app.outdir)).toBe(false);
    const within = teamApp();
    const workload = new LeastPrivilegeWorkload(new SecureNamespace(within, 'shop'), 'web', { image: 'web:1' });
    new ContractExport(within, 'contract', { services: [workload], file: join(within.outdir, 'contracts/web.json') });
    expect(problemsOf(within).join()).toContain('is in the output folder');
  });

  it('goes to another folder where the environment says so, to be compared with what is checked in', () => {
    process.env.CDK8S_ISTIO_CONTRACTS = join(FOLDER, 'fresh');
    try {
      const { app, contract } = paymentsApp();
      app.synth();
      expect(contract.file.startsWith(join(FOLDER, 'fresh'))).toBe(true);
      expect(existsSync(contract.file)).toBe(true);
    } finally {
      delete process.env.CDK8S_ISTIO_CONTRACTS;
    }
  });

  it('that cannot be written says so, with its construct', () => {
    const { app } = paymentsApp();
    const web = new LeastPrivilegeWorkload(new SecureNamespace(app, 'web'), 'web', { image: 'web:1' });
    // A file where a folder should be.
    const file = join(__filename, 'web.json');
    new ContractExport(app, 'unwritable', { services: [web], file });
    expect(() => app.synth()).toThrow(new RegExp(`^\\[unwritable\\] file '${file}' cannot be written \\(E\\w+\\); name one that can be\\.$`));
  });

  it('of a canary has an identity for each version', () => {
    const app = teamApp();
    const reviews = new CanaryService(new SecureNamespace(app, 'shop'), 'reviews', { ports: [WorkloadPort.http(80, { targetPort: 9080 })] });
    reviews.addVersion('v1', { image: 'reviews:1', weight: 90 });
    reviews.addVersion('v2', { image: 'reviews:2', weight: 10 });
    const document = new ContractExport(app, 'contract', { services: [reviews], file: 'never.json' }).toDocument();
    expect(document.services[0].identities).toEqual([
      { trustDomain: 'cluster.local', serviceAccount: 'reviews-v1', podLabels: { app: 'reviews', version: 'v1' } },
      { trustDomain: 'cluster.local', serviceAccount: 'reviews-v2', podLabels: { app: 'reviews', version: 'v2' } },
    ]);
    expect(document.services[0].podLabels).toEqual({ app: 'reviews' });
    // In the other app, each is a caller.
    const other = teamApp();
    const stock = new SecureNamespace(other, 'stock');
    const levels = new LeastPrivilegeWorkload(stock, 'levels', { image: 'levels:1', port: 80 });
    ServiceReference.fromContract(stock, 'reviews', ServiceContract.fromDocument(document)).calls.to(levels, HttpCall.get('/levels'));
    const made = Manifests.of(other);
    expect(made.allowed('levels')).toEqual(['cluster.local/ns/shop/sa/reviews-v1 GET /levels :80', 'cluster.local/ns/shop/sa/reviews-v2 GET /levels :80']);
    expect(made.openings('levels').ingress).toEqual(['shop/app=reviews,version=v1 TCP:80', 'shop/app=reviews,version=v2 TCP:80']);
  });

  it('says conditions, connections and whole trust domains', () => {
    const app = teamApp({ trustDomainAliases: ['west.example'] });
    const shop = new SecureNamespace(app, 'shop');
    const db = new LeastPrivilegeWorkload(shop, 'db', { image: 'db:1', ports: [WorkloadPort.tcp(5432), WorkloadPort.http(8080)] });
    const west = new TrustDomain(shop, 'west', { trustDomain: 'west.example', cidrs: ['10.9.0.0/16'] });
    west.calls.to(db, TcpCall.port('tcp'));
    west.calls.to(db, HttpCall.any().when(RequestCondition.header('x-team', 'b', 'a')));
    expect(exported(app, 'shop', db).services[0].admits).toEqual([
      { principal: 'west.example/*', port: 'http', conditions: [{ key: 'request.headers[x-team]', values: ['a', 'b'] }] },
      { principal: 'west.example/*', port: 'tcp' },
    ]);
  });

  it('refuses what is nobody, nothing or not of this app', () => {
    const app = teamApp();
    const shop = new SecureNamespace(app, 'shop');
    const elsewhere = new ServiceReference(shop, 'ledger', { namespace: 'bank', podLabels: { app: 'ledger' }, serviceAccount: 'ledger' });
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
    new ContractExport(app, 'empty', { services: [], file: 'empty.json' });
    new ContractExport(app, 'foreign', { services: [elsewhere], file: 'foreign.json' });
    new ContractExport(app, 'yaml', { services: [web], file: 'web.yaml' });
    new ContractExport(app, 'one', { services: [web], file: 'same.json' });
    new ContractExport(app, 'two', { services: [web], file: './same.json' });
    expect(problemsOf(app)).toEqual([
      "[empty] exports nothing; name at least one of 'services'.",
      "[foreign] exports 'shop/ledger', which lives elsewhere; the app that deploys it exports it.",
      "[yaml] file 'web.yaml' does not end on '.json', which is what it is; name it so.",
      expect.stringMatching(/^\[one\] contract file '.*same\.json' is also claimed by 'two'/),
      expect.stringMatching(/^\[two\] contract file '.*same\.json' is also claimed by 'one'/),
    ]);
  });
});

describe('A reference by contract', () => {
  const document = () => paymentsApp().contract.toDocument();

  it('emits the side of the caller in the app of the caller, and that of the callee in the app of the callee', () => {
    const callee = Manifests.of(paymentsApp().app);
    expect(callee.allowed('payments')).toEqual(['cluster.local/ns/orders/sa/orders POST /charges :8080']);
    expect(callee.openings('payments').ingress).toEqual(['orders/app=orders TCP:8080']);
    expect(callee.all.filter(({ metadata }) => metadata.namespace === 'orders')).toEqual([]);
    const caller = Manifests.of(ordersApp(document()).app);
    expect(caller.known('orders')).toEqual(['payments/payments.payments.svc.cluster.local']);
    expect(caller.openings('orders').egress).toEqual(['payments/app=payments TCP:8080']);
    expect(caller.all.filter(({ metadata }) => metadata.namespace === 'payments')).toEqual([]);
  });

  it('refuses a call that the contract does not admit, with a request of it', () => {
    expect(problemsOf(ordersApp(document(), [HttpCall.post('/charges', '/refunds')]).app)).toEqual([
      "[orders/payments] is called by 'orders/orders' (cluster.local/ns/orders/sa/orders) on port 'http', and contract 'payments-contract' does not admit 'POST /refunds'; of this caller it admits POST /charges on 'http'. Have 'payments' admit it in its own app and export the contract again, or call less.",
    ]);
    expect(problemsOf(ordersApp(document(), [HttpCall.any()]).app)).toHaveLength(1);
    expect(problemsOf(ordersApp(paymentsApp([]).contract.toDocument()).app).join()).toContain('it admits nothing of this caller');
  });

  it('admits by sets, not by words: several admissions together may be one call', () => {
    const admitted = paymentsApp([HttpCall.get('/a*'), HttpCall.of({ methods: ['GET', 'POST'], paths: ['/b/{**}'] })]).contract.toDocument();
    expect(problemsOf(ordersApp(admitted, [HttpCall.get('/about', '/b/x/y'), HttpCall.post('/b/1')]).app)).toEqual([]);
    expect(problemsOf(ordersApp(admitted, [HttpCall.post('/about')]).app).join()).toContain("does not admit 'POST /about'");
    expect(problemsOf(ordersApp(admitted, [HttpCall.get('*')]).app)).toHaveLength(1);
  });

  it('admits TCP connections, hosts and gRPC as they are declared', () => {
    const bank = teamApp();
    const namespace = new SecureNamespace(bank, 'bank');
    const ledger = new LeastPrivilegeWorkload(namespace, 'ledger', {
      image: 'ledger:1', ports: [WorkloadPort.tcp(5432), WorkloadPort.http(80, { targetPort: 8080 }), WorkloadPort.grpc(9000)],
    });
    const caller = ServiceReference.fromContract(namespace, 'orders', ordersContract());
    caller.calls.to(ledger, TcpCall.port('tcp'), HttpCall.any().onPort('http').onHosts('ledger.bank', 'a.example.com'), GrpcCall.service('bank.v1.Ledger'));
    const written = exported(bank, 'bank', ledger);
    const build = (...calls: Call[]) => {
      const app = teamApp();
      const orders = new LeastPrivilegeWorkload(new SecureNamespace(app, 'orders'), 'orders', { image: 'orders:1' });
      orders.calls.to(ServiceReference.fromContract(orders, 'ledger', ServiceContract.fromDocument(written)), ...calls);
      return problemsOf(app).join();
    };
    expect(build(TcpCall.port('tcp'), GrpcCall.methods('bank.v1.Ledger', 'Add'), HttpCall.get('/x').onPort('http').onHosts('a.example.com'))).toBe('');
    expect(build(HttpCall.any().onPort('http'))).toContain('does not admit');
    expect(build(GrpcCall.service('bank.v1.Admin'))).toContain("does not admit 'POST /bank.v1.Admin/");
    expect(build(HttpCall.get('/x').onPort('http').onHosts('b.example.org'))).toContain('b.example.org');
    const others = changed(written, copy => { copy.services[0].admits = copy.services[0].admits.filter(({ port }: any) => port !== 'tcp'); });
    const app = teamApp();
    const orders = new LeastPrivilegeWorkload(new SecureNamespace(app, 'orders'), 'orders', { image: 'orders:1' });
    orders.calls.to(ServiceReference.fromContract(orders, 'ledger', ServiceContract.fromDocument(others)), TcpCall.port('tcp'));
    expect(problemsOf(app).join()).toContain("on port 'tcp', and contract 'bank-contract' does not admit a connection; of this caller it admits");
  });

  it('admits no other caller to a callee without a policy either: its network asks who calls', () => {
    const { app } = ordersApp(changed(document(), copy => {
      copy.services[0].authorizes = false;
      copy.services[0].admits = [];
    }), [HttpCall.any()]);
    expect(problemsOf(app).join()).toContain('it admits nothing of this caller');
  });

  it('admits on conditions only what asks for them too', () => {
    const when = (value: string) => HttpCall.get('/a').when(RequestCondition.header('x-team', value));
    const admitted = paymentsApp([when('orders')]).contract.toDocument();
    expect(problemsOf(ordersApp(admitted, [when('orders')]).app)).toEqual([]);
    expect(problemsOf(ordersApp(admitted, [HttpCall.get('/a')]).app)).toHaveLength(1);
    expect(problemsOf(ordersApp(admitted, [when('other')]).app)).toHaveLength(1);
  });

  it('admits a caller under each name of its trust domain, and no other caller', () => {
    const other = changed(document(), copy => { copy.services[0].admits[0].principal = 'cluster.local/ns/orders/sa/orders2'; });
    expect(problemsOf(ordersApp(other).app)).toHaveLength(1);
    const alias = changed(document(), copy => {
      copy.services[0].trustDomains = ['old.example', 'cluster.local'];
      copy.services[0].admits[0].principal = 'old.example/ns/orders/sa/orders';
    });
    expect(problemsOf(ordersApp(alias).app)).toEqual([]);
    const namespace = changed(document(), copy => { copy.services[0].admits[0].principal = 'cluster.local/ns/orders/sa/*'; });
    expect(problemsOf(ordersApp(namespace).app)).toEqual([]);
    const stranger = changed(document(), copy => { copy.services[0].trustDomains = ['elsewhere.example']; });
    expect(problemsOf(ordersApp(stranger).app).join()).toContain("is of trust domain 'cluster.local', and the callee knows only 'elsewhere.example'");
  });

  it('is read from a file; what is no contract is called by its place', () => {
    const { app, contract } = paymentsApp([]);
    app.synth();
    const build = (path: string) => {
      const caller = teamApp();
      const orders = new LeastPrivilegeWorkload(new SecureNamespace(caller, 'orders'), 'orders', { image: 'orders:1' });
      orders.calls.to(ServiceReference.fromContract(caller, 'payments', ServiceContract.fromFile(path)), HttpCall.post('/charges'));
      return problemsOf(caller);
    };
    expect(build(contract.file)).toEqual([expect.stringContaining("contract 'payments-contract' does not admit 'POST /charges'")]);
    expect(build(join(FOLDER, 'none.json'))).toEqual([`[payments] contract '${join(FOLDER, 'none.json')}' does not exist; export it there, or name the file that was exported.`]);
    const yaml = join(FOLDER, 'contract.yaml');
    writeFileSync(yaml, stringify({ ...contract.toDocument(), version: 7 }));
    expect(build(yaml).join()).toContain(`contract '${yaml}' is of version '7', and this library reads version '1'`);
    writeFileSync(yaml, 'a: [');
    expect(build(yaml).join()).toContain(`contract '${yaml}' is neither JSON nor YAML`);
    expect(build(FOLDER)).toEqual([`[payments] contract '${FOLDER}' cannot be opened (EISDIR); name a file that can be read.`]);
  });
});

describe('A contract that is none, or cannot be read', () => {
  const problem = (change: (copy: any) => void) => problemsOf(ordersApp(changed(paymentsApp().contract.toDocument(), change)).app);

  it('of another version names both', () => {
    expect(problem(copy => { copy.version = 2; })).toEqual([
      "[orders/payments] contract that is given is of version '2', and this library reads version '1'; use releases of cdk8s-istio on both sides that write and read the same version.",
    ]);
    expect(problem(copy => { delete copy.version; }).join()).toContain('is of version none');
  });

  it.each<[string, (copy: any) => void, string]>([
    ['a manifest', copy => { delete copy.format; copy.kind = 'Service'; }, "its 'format' is missing, and not 'cdk8s-istio/contract'"],
    ['a field that nobody knows', copy => { copy.services[0].denies = []; }, 'services[0].denies is not known'],
    ['no services', copy => { copy.services = {}; }, 'services is an object, and should be a list'],
    ['a port that is none', copy => { copy.services[0].ports[0].port = 'http'; }, "services[0].ports[0].port is 'http', and should be a port number"],
    ['a protocol that is none', copy => { copy.services[0].ports[0].protocol = 'HTTP'; }, "services[0].ports[0].protocol is 'HTTP', and should be one of http, "],
    ['no pod labels', copy => { copy.services[0].podLabels = {}; }, 'services[0].podLabels is an object, and should be at least one label'],
    ['nobody', copy => { copy.services[0].identities = []; }, 'services[0].identities is empty'],
    ['addresses that are all', copy => { copy.services[0].addresses = [{ cidr: '0.0.0.0/0' }]; }, "services[0].addresses[0].cidr: '0.0.0.0/0' is every address that there is"],
    ['callers from everywhere', copy => { copy.services[0].identities[0].cidrs = ['::/0']; }, "services[0].identities[0].cidrs[0]: '::/0' is every address that there is"],
    ['everybody', copy => { copy.services[0].admits[0].principal = '*'; }, "services[0].admits[0].principal: '*' is no identity"],
    ['no path at all', copy => { copy.services[0].admits[0].paths = []; }, 'services[0].admits[0].paths is 0, and should be a list that is not empty'],
    ['a path that is none', copy => { copy.services[0].admits[0].paths = ['a{']; }, 'services[0].admits[0].paths[0]: '],
    ['another port', copy => { copy.services[0].admits[0].port = 'grpc'; }, "services[0].admits[0].port is 'grpc', and no port of the service has this name"],
    ['a namespace that is none', copy => { copy.services[0].namespace = 'a b'; }, "services[0].namespace: namespace 'a b' is not a DNS label"],
  ])('says what is wrong: %s', (_, change, said) => {
    const [only, ...more] = problem(change);
    expect(more).toEqual([]);
    expect(only).toContain(said);
  });

  it('does not fill the screen', () => {
    expect(problem(copy => { copy.services[0] = {}; }).join()).toMatch(/; \d+ more; export it again\.$/);
  });

  it('is asked for a service that it has', () => {
    const { contract } = paymentsApp();
    const ask = (options: object) => {
      const app = teamApp();
      ServiceReference.fromContract(app, 'x', ServiceContract.fromDocument(contract.toDocument()), options);
      return problemsOf(app);
    };
    expect(ask({})).toEqual([]);
    expect(ask({ service: 'payment' })).toEqual(["[x] contract 'payments-contract' has no service 'payment'; it has 'payments' of 'payments'."]);
    expect(ask({ namespace: 'other' }).join()).toContain("has no service 'payments' of namespace 'other'");
  });

  it('of another cluster domain names both', () => {
    const other = changed(paymentsApp().contract.toDocument(), copy => { copy.services[0].host = 'payments.payments.svc.corp.example'; });
    expect(problemsOf(ordersApp(other).app).join()).toContain("knows the service as 'payments.payments.svc.corp.example', and in this mesh it would be 'payments.payments.svc.cluster.local'");
  });
});
