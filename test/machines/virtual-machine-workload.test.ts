import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, JsonPatch } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import { linesOf } from '../bad-input/_refused';
import {
  Access, Callees, Callers, ContractExport, HttpCall, IngressGateway, LeastPrivilegeWorkload, MachineGroup, Mesh, MtlsMode, SecureNamespace,
  ServiceContract, ServiceReference, TcpCall, VirtualMachineWorkload, WorkloadPort,
} from 'cdk8s-istio';
import { HttpRequest } from 'cdk8s-istio/testing';

function shop(machines = MachineGroup.fixed({ 'vm-1': '10.0.0.5', 'vm-2': '10.0.0.6' })) {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const namespace = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
  const stock = new VirtualMachineWorkload(namespace, 'stock', { machines, ports: [WorkloadPort.http(80, { targetPort: 8080 })] });
  const audit = new LeastPrivilegeWorkload(namespace, 'audit', { image: 'audit:1', port: 9090 });
  web.calls.to(stock, HttpCall.get('/levels/*'));
  stock.calls.to(audit, HttpCall.post('/entries'));
  return { app, mesh, namespace, web, stock, audit };
}

const problemsOf = (app: App) => linesOf(refusal(app));

describe('A workload on machines', () => {
  it('is these objects', () => {
    const { app } = shop();
    const made = Manifests.of(app);
    expect(made.all.filter(one => /^(stock|default$)/.test(one.metadata.name)).map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
      'ServiceAccount/stock', 'Service/stock', 'PeerAuthentication/default', 'AuthorizationPolicy/stock', 'Sidecar/default', 'Sidecar/stock',
      'WorkloadEntry/stock-vm-1', 'WorkloadEntry/stock-vm-2',
    ]);
    expect(made.all.filter(one => one.metadata.name.startsWith('stock'))).toMatchSnapshot();
  });

  it('is called like any workload: its proxy enforces identity and path, pods are opened to its addresses', () => {
    const made = Manifests.of(shop().app);
    expect(made.known('web')).toEqual(['shop/stock.shop.svc.cluster.local']);
    expect(made.openings('web').egress).toEqual(['10.0.0.5/32 TCP:8080', '10.0.0.6/32 TCP:8080']);
    expect(made.allowed('stock')).toEqual(['cluster.local/ns/shop/sa/web GET /levels/* :8080']);
  });

  it('calls like any workload: by its identity, and from its addresses', () => {
    const made = Manifests.of(shop().app);
    expect(made.known('stock')).toEqual(['shop/audit.shop.svc.cluster.local']);
    expect(made.allowed('audit')).toEqual(['cluster.local/ns/shop/sa/stock POST /entries :9090']);
    expect(made.openings('audit').ingress).toEqual(['10.0.0.5/32 TCP:9090', '10.0.0.6/32 TCP:9090']);
  });

  it('may be a group that machines join', () => {
    const made = Manifests.of(shop(MachineGroup.joining(['10.0.8.0/24'], { health: '/healthz' })).app);
    expect(made.get('WorkloadGroup', 'stock')).toMatchSnapshot();
    expect(made.openings('web').egress).toEqual(['10.0.8.0/24 TCP:8080']);
    expect(made.names('WorkloadEntry')).toEqual([]);
  });

  it('says what is taken for granted of machines, once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'machines-'));
    try {
      process.env.CDK8S_ISTIO_REPORTS = folder;
      const app = new App({ outdir: join(folder, 'dist') });
      const machines = MachineGroup.fixed({ a: '10.0.0.5', b: '10.0.0.6' });
      new VirtualMachineWorkload(new SecureNamespace(app, 'shop'), 'stock', { machines, port: 80 });
      app.synth();
      const { assumptions } = (JSON.parse(readFileSync(join(folder, 'proof.json'), 'utf8')) as any).meshes[0];
      expect(assumptions.filter((text: string) => text.includes('machine'))).toEqual([
        "machines of 'shop/stock' run their proxies, which take all that comes to them and all that they send, and nobody else has their addresses (10.0.0.5/32, 10.0.0.6/32); no NetworkPolicy holds a machine, its own firewall does",
      ]);
    } finally {
      delete process.env.CDK8S_ISTIO_REPORTS;
      rmSync(folder, { recursive: true });
    }
  });

  it('is part of traffic, mutual TLS, contracts and namespaces like any other', () => {
    const { app, stock, namespace } = shop();
    stock.traffic.timeout(Duration.seconds(3));
    expect(Manifests.of(app).spec('VirtualService', 'stock').http[0].timeout).toBe('3s');
    const contract = new ContractExport(app, 'contract', { services: [stock], file: 'never.json' }).toDocument();
    expect(contract.services[0]).toMatchObject({ addresses: [{ cidr: '10.0.0.5/32' }, { cidr: '10.0.0.6/32' }], machines: true });
    expect(namespace.toCalleeConfigs().map(({ name }) => name)).toContain('shop/stock');
    const other = new App();
    const bank = new SecureNamespace(other, 'bank');
    const ledger = new LeastPrivilegeWorkload(bank, 'ledger', { image: 'ledger:1', port: 80 });
    const reference = ServiceReference.fromContract(bank, 'stock', ServiceContract.fromDocument(contract));
    reference.calls.to(ledger, HttpCall.get('/x'));
    expect(Manifests.of(other).openings('ledger').ingress).toEqual(['10.0.0.5/32 TCP:80', '10.0.0.6/32 TCP:80']);
    ledger.calls.to(reference, HttpCall.get('/levels/1'));
    expect(refusal(other)).toContain("contract 'contract' does not admit 'GET /levels/1'");
  });
});

describe('The proof of a workload on machines', () => {
  it('finds what its own policy opens or closes beyond what was declared', () => {
    const widened = shop();
    widened.stock.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/rules/0/to/0/operation/paths/0', '/*'));
    expect(problemsOf(widened.app).join())
      .toMatch(/\[shop\/stock\] safety: mutual TLS and AuthorizationPolicy let 'GET \/' of cluster.local\/ns\/shop\/sa\/web reach shop\/stock-vm-1 on port 8080/);
    const closed = shop();
    closed.stock.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/rules', []));
    expect(problemsOf(closed.app).join()).toMatch(/liveness: the declared call to 'shop\/stock' is refused by mutual TLS or AuthorizationPolicy of shop\/stock-vm-2/);
    const plain = shop();
    plain.namespace.peerAuthentication.addJsonPatch(JsonPatch.replace('/spec/mtls/mode', 'PERMISSIVE'));
    expect(problemsOf(plain.app)).toEqual([]);
  });

  it('finds what the pods at the other end open or close', () => {
    const caller = shop();
    caller.web.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/egress/0/to/0/ipBlock/cidr', '10.0.0.0/24'));
    expect(problemsOf(caller.app).join()).toMatch(/\[shop\/web\] safety: NetworkPolicy shop\/web opens shop\/web-v1 to addresses 10.0.0.0\/24/);
    const narrow = shop();
    narrow.web.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/egress/0/ports/0/port', 81));
    expect(problemsOf(narrow.app).join()).toContain('no NetworkPolicy opens addresses 10.0.0.5/32 on port 8080');
    const callee = shop();
    callee.audit.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/ingress', []));
    expect(problemsOf(callee.app).join()).toContain("the declared call to 'shop/audit' is refused by the NetworkPolicies of shop/audit-v1");
    const half = shop();
    half.audit.networkPolicy.addJsonPatch(JsonPatch.remove('/spec/ingress/0/from/1'));
    expect(problemsOf(half.app).join()).toContain("the declared call to 'shop/audit' is refused by the NetworkPolicies of shop/audit-v1");
  });

  it('finds what proxies know or do not know', () => {
    const unknown = shop();
    unknown.web.sidecar.addJsonPatch(JsonPatch.replace('/spec/egress/0/hosts', ['~/*']));
    expect(problemsOf(unknown.app).join()).toContain('its proxy knows no Service of shop for stock.shop.svc.cluster.local:80');
    const wide = shop();
    wide.stock.sidecar.addJsonPatch(JsonPatch.replace('/spec/egress/0/hosts', ['*/*']));
    expect(problemsOf(wide.app).join()).toMatch(/\[shop\/stock\] safety: .*Sidecar/);
  });

  it('lets guard rails speak of machines', () => {
    const { app, mesh, stock, web } = shop();
    mesh.never(Access.of({ from: Callers.withoutIdentity(), to: Callees.of(stock) }), { reason: 'no plain text' });
    mesh.never(Access.of({ from: Callers.everyoneBut(Callers.of(web)), to: Callees.of(stock) }), { reason: 'web only' });
    expect(problemsOf(app)).toEqual([]);
    mesh.never(Access.of({ from: Callers.of(web), to: Callees.of(stock) }), { reason: 'nobody' });
    expect(refusal(app)).toContain('it contradicts the call');
  });

  it('answers what its policies certainly refuse', () => {
    const { app, stock } = shop();
    const machine = { namespace: 'shop', workload: 'stock-vm-1' };
    const ask = (path: string) => HttpRequest.get(path, { port: 8080 });
    expect(app).toDeny({ namespace: 'shop', workload: 'audit-v1' }, ask('/levels/1'), machine);
    expect(app).toDeny({ namespace: 'shop', workload: 'web-v1' }, ask('/other'), machine);
    expect(app).toAllow({ namespace: 'shop', workload: 'web-v1' }, ask('/levels/1'), machine);
    expect(stock.principal).toBe('cluster.local/ns/shop/sa/stock');
  });
});

describe('Machines that cannot be', () => {
  it('are told with all that is wrong', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop');
    const build = (id: string, machines: MachineGroup, props: object = { port: 80 }) =>
      new VirtualMachineWorkload(namespace, id, { machines, ...props });
    build('a', MachineGroup.fixed({}));
    build('b', MachineGroup.fixed({ VM: 'vm.example', two: '10.0.0.1', three: '10.0.0.1' }));
    build('c', MachineGroup.joining([]));
    build('d', MachineGroup.joining(['0.0.0.0/0', 'here'], { health: 'x' }), {});
    build('e', MachineGroup.fixed({ one: 'fd00::1' }), { port: 80, ports: [WorkloadPort.tcp(3306)] });
    build('f', MachineGroup.fixed({ one: '10.0.0.2' }), { ports: [WorkloadPort.tcp(3306)], mtls: MtlsMode.PERMISSIVE });
    expect(problemsOf(app)).toEqual([
      "[shop/a] has no machine; name at least one, such as MachineGroup.fixed({ 'vm-1': '10.0.0.5' }).",
      expect.stringContaining("[shop/b] machine 'VM' is not a DNS label"),
      "[shop/b] address 'vm.example' of machine 'VM' is none; NetworkPolicies know no names, so write for example '10.0.0.5'.",
      "[shop/b] address '10.0.0.1' of machine 'three' is that of another one, too; give each machine its own.",
      "[shop/c] names no addresses; name the blocks in which machines join, such as '10.0.8.0/24'.",
      "[shop/d] 'here' is no CIDR block; write for example '10.0.8.0/24'.",
      "[shop/d] '0.0.0.0/0' are all addresses that there are; name the blocks in which machines join.",
      "[shop/d] health path 'x' does not begin with '/'.",
      "[shop/d] is given 'health' ('x') and has no port to ask at; give it a port, or leave 'health' out.",
      "[shop/e] is told its ports twice; give one of 'port' and 'ports'.",
      expect.stringContaining("[shop/f] port 'tcp' speaks tcp and mTLS mode is PERMISSIVE"),
    ]);
  });

  it('two workloads of one name are told of each other', () => {
    const { app, namespace } = shop();
    new LeastPrivilegeWorkload(namespace, 'other', { image: 'x:1', name: 'stock', port: 80 });
    expect(refusal(app)).toContain("service of namespace 'shop' 'stock' is also claimed by");
  });

  it('a TCP service on machines takes TCP calls', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop');
    const db = new VirtualMachineWorkload(namespace, 'db', { machines: MachineGroup.fixed({ one: '10.0.0.2' }), ports: [WorkloadPort.tcp(3306)] });
    new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' }).calls.to(db, TcpCall.port());
    expect(problemsOf(app)).toEqual([]);
    expect(Manifests.of(app).spec('WorkloadEntry', 'db-one')).toEqual({
      address: '10.0.0.2', labels: { app: 'db', version: 'v1' }, ports: { tcp: 3306 }, serviceAccount: 'db',
    });
  });

  it('a gateway may expose them', () => {
    const { app, namespace, stock } = shop();
    new IngressGateway(namespace, 'entry', { hosts: ['shop.example.com'] }).expose(stock, HttpCall.get('/levels/*'));
    expect(problemsOf(app)).toEqual([]);
  });
});
