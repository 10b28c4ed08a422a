import { App } from 'cdk8s';
import type { AccessRequest, LeastPrivilegeWorkloadProps } from '../../src';
import {
  AccessCaller, CanaryService, HttpCall, Injection, LeastPrivilegeWorkload, Mechanism, MeshAccess, MtlsMode, SecureNamespace, TcpCall, WorkloadPort,
} from '../../src';
import { Manifests, refusal } from '../_manifests';

/** A workload with ports for HTTP and SQL, one caller with a proxy, and one without. */
class Shop {
  public readonly app = new App();
  public readonly namespace = new SecureNamespace(this.app, 'shop', { enforce: [] });
  public readonly legacy = new SecureNamespace(this.app, 'legacy', { injection: Injection.disabled(), enforce: [] });
  public readonly web = new LeastPrivilegeWorkload(this.namespace, 'web', { image: 'web:1' });
  public readonly job = new LeastPrivilegeWorkload(this.legacy, 'job', { image: 'job:1' });
  public readonly orders: LeastPrivilegeWorkload;

  public constructor(props: Partial<LeastPrivilegeWorkloadProps>, http: MtlsMode | undefined, sql: MtlsMode | undefined) {
    const mode = (mtls: MtlsMode | undefined) => (mtls ? { mtls } : {});
    this.orders = new LeastPrivilegeWorkload(this.namespace, 'orders', {
      image: 'orders:1', ports: [WorkloadPort.http(80, { targetPort: 8080, ...mode(http) }), WorkloadPort.tcp(5432, mode(sql))], ...props,
    });
  }

  public verdicts(): string[] {
    const access = MeshAccess.fromManifests([...Manifests.of(this.app).all]);
    const ask = (request: Partial<AccessRequest>) => ['shop/web-v1', 'legacy/job-v1'].map(name => name.split('/')).map(([namespace, workload]) =>
      access.decide({ from: AccessCaller.workload(namespace, workload), to: { namespace: 'shop', workload: 'orders-v1' }, port: 8080, ...request }).verdict);
    return [...ask({ method: 'GET', path: '/' }), ...ask({ port: 5432 })];
  }
}

describe('what is accepted from callers', () => {
  test.each<[string, Partial<LeastPrivilegeWorkloadProps>, MtlsMode | undefined, MtlsMode | undefined, object | undefined, string[]]>([
    ['is what the namespace says', {}, undefined, undefined, undefined, ['ALLOW', 'DENY', 'ALLOW', 'DENY']],
    ['may differ for the workload', { mtls: MtlsMode.DISABLE }, undefined, undefined, { mtls: { mode: 'DISABLE' } }, ['ALLOW', 'ALLOW', 'ALLOW', 'ALLOW']],
    ['may differ for a port, which is the container\'s', {}, MtlsMode.PERMISSIVE, undefined,
      { mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } }, ['ALLOW', 'ALLOW', 'ALLOW', 'DENY']],
    ['may differ for the workload, and for a port again', { mtls: MtlsMode.DISABLE }, undefined, MtlsMode.STRICT,
      { mtls: { mode: 'DISABLE' }, portLevelMtls: { 5432: { mode: 'STRICT' } } }, ['ALLOW', 'ALLOW', 'ALLOW', 'DENY']],
    ['may be what the mesh says, but for a port', { mtls: MtlsMode.UNSET }, MtlsMode.STRICT, MtlsMode.DISABLE,
      { portLevelMtls: { 5432: { mode: 'DISABLE' }, 8080: { mode: 'STRICT' } } }, ['ALLOW', 'DENY', 'ALLOW', 'ALLOW']],
  ])('%s', (_, props, http, sql, spec, expected) => {
    const shop = new Shop(props, http, sql);
    const written = Manifests.of(shop.app).all.filter(({ kind, metadata }) => kind === 'PeerAuthentication' && metadata.name === 'orders');
    expect(written.map(one => one.spec)).toEqual(spec ? [{ selector: { matchLabels: { app: 'orders' } }, ...spec }] : []);
    expect(shop.verdicts()).toEqual(expected);
  });

  test('may differ for a canary, at every version', () => {
    const app = new App();
    const canary = new CanaryService(new SecureNamespace(app, 'shop'), 'orders', { port: 8080, mtls: MtlsMode.PERMISSIVE });
    canary.addVersion('v1', { image: 'orders:1' });
    expect(Manifests.of(app).spec('PeerAuthentication', 'orders')).toEqual({ selector: { matchLabels: { app: 'orders' } }, mtls: { mode: 'PERMISSIVE' } });
  });

  test('decides who may be declared to call', () => {
    const refused = (sql: MtlsMode) => {
      const shop = new Shop({}, undefined, sql);
      shop.job.calls.to(shop.orders, TcpCall.port());
      return refusal(shop.app);
    };
    expect(refused(MtlsMode.STRICT)).toContain('refuses callers without mutual TLS');
    expect(refused(MtlsMode.DISABLE)).toBe('');
  });

  test('leaves callers without identity on a port where a policy asks for one: an error', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop', { enforce: [Mechanism.AUTHORIZATION_POLICY] });
    const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' });
    const orders = new LeastPrivilegeWorkload(namespace, 'orders', { image: 'orders:1', ports: [WorkloadPort.http(8080, { mtls: MtlsMode.DISABLE })] });
    web.calls.to(orders, HttpCall.get('/'));
    expect(refusal(app)).toContain("mTLS mode 'DISABLE' leaves callers without an identity");
  });

  test('never lets a server that speaks first wait: PERMISSIVE on a TCP port is an error, whoever says it', () => {
    expect(refusal(new Shop({}, undefined, MtlsMode.PERMISSIVE).app)).toContain('wait forever');
    expect(refusal(new Shop({ mtls: MtlsMode.PERMISSIVE }, undefined, undefined).app)).toContain('wait forever');
    expect(refusal(new Shop({ mtls: MtlsMode.PERMISSIVE }, undefined, MtlsMode.STRICT).app)).toBe('');
  });

  test('knows its modes only', () => {
    expect(refusal(new Shop({}, 'ALWAYS' as MtlsMode, undefined).app)).toContain("mTLS mode 'ALWAYS'");
    expect(refusal(new Shop({ mtls: 'ALWAYS' as MtlsMode }, undefined, undefined).app)).toContain("mTLS mode 'ALWAYS'");
  });
});
