import { ApiObject, App, Chart, Duration, JsonPatch } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import {
  AcmeSolver, CertificateAuthority, ClusterIssuer, DnsProvider, GatewayCertificate, GatewayTls, HttpCall, IngressGateway, Issuer, IssuerReference,
  IssuerSource, IstioCsr, LeastPrivilegeWorkload, Mesh, Platform, PluggedInCa, SecureNamespace,
} from 'cdk8s-istio';
import type { ICertificateIssuer, IstioCsrInstallation } from 'cdk8s-istio';

const VAULT = { server: 'https://vault.example.com:8200', path: 'pki/sign/mesh', role: 'mesh', serviceAccountName: 'vault-issuer' };

const rootChart = (app: App) => new Chart(app, 'istio-system', { namespace: 'istio-system' });

describe('an issuer', () => {
  const specOf = (source: IssuerSource) => {
    const app = new App();
    new Issuer(rootChart(app), 'it', { source });
    return Manifests.of(app).spec('Issuer', 'it');
  };
  const problemOf = (source: IssuerSource) => {
    const app = new App();
    new Issuer(rootChart(app), 'it', { source });
    return refusal(app);
  };

  it('logs in to Vault by a token of a service account, and names the CA of Vault by its Secret', () => {
    expect(specOf(IssuerSource.vault({ ...VAULT, caBundle: { name: 'vault-ca' }, vaultNamespace: 'team' }))).toEqual({
      vault: {
        server: VAULT.server,
        path: VAULT.path,
        namespace: 'team',
        caBundleSecretRef: { name: 'vault-ca', key: 'ca.crt' },
        auth: { kubernetes: { role: 'mesh', mountPath: '/v1/auth/kubernetes', serviceAccountRef: { name: 'vault-issuer' } } },
      },
    });
  });

  it('of Vault names a path that signs, a URL, and a whole mount path', () => {
    expect(problemOf(IssuerSource.vault({ ...VAULT, path: 'pki/issue/mesh' }))).toContain("'pki/issue/mesh' signs nothing");
    expect(problemOf(IssuerSource.vault({ ...VAULT, server: 'vault.example.com' }))).toContain("'vault.example.com' is no URL");
    expect(problemOf(IssuerSource.vault({ ...VAULT, mountPath: 'kubernetes' }))).toContain("does not begin with '/v1/auth/'");
    expect(problemOf(IssuerSource.vault({ ...VAULT, server: 'http://vault', caBundle: { name: 'ca' } }))).toContain('plain HTTP');
    expect(problemOf(IssuerSource.vault({ ...VAULT, role: '' }))).toContain("Vault's role is empty");
  });

  it('of ACME has a solver, of a provider that cert-manager knows', () => {
    expect(specOf(IssuerSource.acme({ accountKeySecret: 'key', solvers: [AcmeSolver.dns01(DnsProvider.CLOUD_DNS, { project: 'p' }).forZones('example.com')] }))).toEqual({
      acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        privateKeySecretRef: { name: 'key' },
        solvers: [{ dns01: { cloudDNS: { project: 'p' } }, selector: { dnsZones: ['example.com'] } }],
      },
    });
    expect(problemOf(IssuerSource.acme({ accountKeySecret: 'key', solvers: [] }))).toContain('has no ACME solver');
    expect(problemOf(IssuerSource.acme({ accountKeySecret: 'key', solvers: [AcmeSolver.dns01('mine' as DnsProvider, {})] }))).toContain("'mine' is no DNS provider");
    expect(problemOf(IssuerSource.acme({ accountKeySecret: 'key', solvers: [AcmeSolver.http01Ingress('istio').forZones()] }))).toContain('is for no zone');
  });

  it('of a cluster is in no namespace, whatever its chart says', () => {
    const app = new App();
    new ClusterIssuer(rootChart(app), 'any', { source: IssuerSource.selfSigned() });
    expect(Manifests.of(app).get('ClusterIssuer', 'any').metadata.namespace).toBeUndefined();
  });

  it('of a namespace stands in one', () => {
    const app = new App();
    new Issuer(new Chart(app, 'nowhere'), 'any', { source: IssuerSource.selfSigned() });
    expect(refusal(app)).toContain('stands in a chart without namespace');
  });
});

describe("istiod's CA", () => {
  const pluggedIn = (source: IssuerSource, life = {}) => {
    const app = new App();
    new Mesh(app, 'mesh', { trustDomain: 'prod.example.com' });
    const chart = rootChart(app);
    new PluggedInCa(chart, 'istiod-ca', { issuer: new Issuer(chart, 'root', { source }), ...life });
    return app;
  };

  it('is a CA below the root, whose key cert-manager makes and writes into Secret cacerts', () => {
    const certificate = Manifests.of(pluggedIn(IssuerSource.ca('root-ca'))).get('Certificate', 'istiod-ca', 'istio-system');
    expect(certificate.spec).toEqual({
      secretName: 'cacerts',
      issuerRef: { name: 'root', kind: 'Issuer', group: 'cert-manager.io' },
      commonName: 'istiod.istio-system.svc',
      uris: ['spiffe://prod.example.com/ns/istio-system/sa/istiod'],
      isCA: true,
      usages: ['cert sign', 'crl sign', 'digital signature'],
      duration: '31536000s',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      revisionHistoryLimit: 1,
    });
  });

  it('can be signed by Vault only where Vault signs CAs', () => {
    expect(refusal(pluggedIn(IssuerSource.vault(VAULT)))).toContain("'pki/sign/mesh' signs no certificates of CAs");
    expect(refusal(pluggedIn(IssuerSource.vault({ ...VAULT, path: 'pki/root/sign-intermediate' })))).toBe('');
  });

  it('does not sign itself, since each renewal would be another root', () => {
    expect(refusal(pluggedIn(IssuerSource.selfSigned()))).toContain('with each renewal the mesh would get another root');
  });

  it('is not signed by ACME', () => {
    const source = IssuerSource.acme({ accountKeySecret: 'key', solvers: [AcmeSolver.http01Ingress('istio')] });
    expect(refusal(pluggedIn(source))).toContain('an ACME server signs no certificates of CAs');
  });

  it.each([
    [{ duration: Duration.minutes(30) }, 'is valid for 1800 s'],
    [{ duration: Duration.hours(2), renewBefore: Duration.hours(2) }, "set 'renewBefore' to less than 'duration'"],
    [{ duration: Duration.hours(2), renewBefore: Duration.minutes(1) }, 'no less than 5 minutes'],
    [{ renewBefore: Duration.days(400) }, "set 'renewBefore' to less than 'duration'"],
  ])('lives as long as cert-manager can make it live: %j', (life, problem) => {
    expect(refusal(pluggedIn(IssuerSource.ca('root-ca'), life))).toContain(problem);
  });

  it('is one', () => {
    const app = new App();
    const chart = rootChart(app);
    const issuer = IssuerReference.clusterIssuer('root');
    new PluggedInCa(chart, 'one', { issuer });
    new PluggedInCa(chart, 'two', { issuer });
    expect(refusal(app)).toMatch(/plugged-in CA of root namespace 'istio-system' is also claimed by 'istio-system\/two'/);
  });

  it('is of no use where istio-csr signs', () => {
    const app = new App();
    new Mesh(app, 'mesh', { platform: Platform.istioctl({ istioCsr: {} }) });
    new PluggedInCa(rootChart(app), 'ca', { issuer: IssuerReference.clusterIssuer('root') });
    expect(refusal(app)).toContain('istiod signs nothing');
  });

  it('can stand below a root that is made in the cluster', () => {
    const app = new App();
    const chart = rootChart(app);
    const root = new CertificateAuthority(chart, 'mesh-root', { issuer: new Issuer(chart, 'self', { source: IssuerSource.selfSigned() }) });
    new PluggedInCa(chart, 'istiod-ca', { issuer: new Issuer(chart, 'mesh-root-issuer', { source: root.issuerSource }) });
    const written = Manifests.of(app);
    expect(written.spec('Issuer', 'mesh-root-issuer')).toEqual({ ca: { secretName: 'mesh-root' } });
    expect(written.spec('Certificate', 'mesh-root')).toMatchObject({ secretName: 'mesh-root', isCA: true, duration: '315360000s' });
  });

  it('shares its Secret with no Certificate of anybody else, and with one that is patched to', () => {
    const app = new App();
    const chart = rootChart(app);
    const ca = new PluggedInCa(chart, 'one', { issuer: IssuerReference.clusterIssuer('root') });
    new ApiObject(chart, 'theirs', { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', spec: { secretName: 'elsewhere' } });
    expect(refusal(app)).toBe('');
    ca.certificate.addJsonPatch(JsonPatch.replace('/spec/secretName', 'elsewhere'));
    expect(refusal(app)).toContain("writes Secret 'istio-system/elsewhere', which 'istio-system/theirs' writes too");
  });

  it('is told quickly among hundreds of certificates', () => {
    const app = new App();
    const chart = rootChart(app);
    const issuer = IssuerReference.clusterIssuer('root');
    Array.from({ length: 500 }, (_, i) => new CertificateAuthority(chart, `ca-${i}`, { issuer }));
    const start = Date.now();
    expect(Manifests.of(app).names('Certificate')).toHaveLength(500);
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  it('shares its Secret with no other certificate', () => {
    const app = new App();
    const chart = rootChart(app);
    const issuer = IssuerReference.clusterIssuer('root');
    new PluggedInCa(chart, 'one', { issuer });
    new CertificateAuthority(chart, 'two', { issuer, secretName: 'cacerts' });
    expect(refusal(app)).toContain("writes Secret 'istio-system/cacerts', which 'istio-system/two/Certificate' writes too");
  });
});

describe('istio-csr', () => {
  const mesh = (installation: IstioCsrInstallation | undefined = {}, issuer?: (chart: Chart) => ICertificateIssuer, props = {}) => {
    const app = new App();
    const described = new Mesh(app, 'mesh', { trustDomain: 'prod.example.com', platform: Platform.istioctl({ istioCsr: installation }) });
    const chart = rootChart(app);
    const csr = new IstioCsr(chart, 'istio-csr', {
      issuer: issuer?.(chart) ?? new Issuer(chart, 'vault', { source: IssuerSource.vault(VAULT) }), ...props,
    });
    return { app, described, csr };
  };

  it('is where istiod tells proxies to have their identities signed, and istiod signs none', () => {
    expect(mesh().described.meshConfig()).toMatchObject({
      global: { caAddress: 'cert-manager-istio-csr.cert-manager.svc:443' }, pilot: { env: { ENABLE_CA_SERVER: 'false' } },
    });
    expect(mesh({ namespace: 'pki', serviceName: 'csr', servicePort: 8443 }).described.meshConfig().global).toEqual({ caAddress: 'csr.pki.svc:8443' });
    expect(new Mesh(new App(), 'mesh').meshConfig()).not.toHaveProperty('global');
  });

  it("has istiod's own certificate made, in the Secret that Istio's chart mounts", () => {
    expect(Manifests.of(mesh({}, undefined, { revisions: ['default', 'canary'] }).app).spec('Certificate', 'istiod', 'istio-system')).toMatchObject({
      secretName: 'istiod-tls',
      dnsNames: ['istiod-canary.istio-system.svc', 'istiod.istio-system.svc'],
      uris: ['spiffe://prod.example.com/ns/istio-system/sa/istiod-service-account'],
      duration: '3600s',
    });
  });

  it('is told the same trust domain, namespace and issuer as the mesh', () => {
    expect(mesh({ namespace: 'pki' }, undefined, { rootCaSecret: 'mesh-root' }).csr.helmValues()).toMatchObject({
      app: {
        certmanager: { namespace: 'istio-system', issuer: { name: 'vault', kind: 'Issuer', group: 'cert-manager.io' } },
        tls: { trustDomain: 'prod.example.com', certificateDNSNames: ['cert-manager-istio-csr.pki.svc'], rootCAFile: '/var/run/secrets/istio-csr/ca.pem' },
        istio: { namespace: 'istio-system', revisions: ['default'] },
      },
      volumes: [{ secret: { secretName: 'mesh-root' } }],
    });
  });

  it('is reached by every pod with a proxy, which would not start without, and only by the port of its pods', () => {
    const { app } = mesh();
    const shop = new SecureNamespace(app, 'shop');
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 8080 });
    const orders = new LeastPrivilegeWorkload(shop, 'orders', { image: 'orders:1', port: 8080 });
    web.calls.to(orders, HttpCall.get('/orders/*'));
    expect(Manifests.of(app).openings('default-deny').egress).toContain('cert-manager/app=cert-manager-istio-csr TCP:6443');
  });

  it('does not stand in a namespace that it would be cut off in', () => {
    const { app } = mesh();
    new SecureNamespace(app, 'cert-manager');
    expect(refusal(app)).toContain('holds istio-csr of the platform');
  });

  it.each([
    ['a self-signed issuer', IssuerSource.selfSigned(), 'certificates that sign themselves have no root in common'],
    ['ACME', IssuerSource.acme({ accountKeySecret: 'k', solvers: [AcmeSolver.http01Ingress('istio')] }), 'an ACME server signs no identities'],
    ['a path of Vault for CAs', IssuerSource.vault({ ...VAULT, path: 'pki/root/sign-intermediate' }), 'would make each workload a CA'],
  ])('signs by nothing that cannot: %s', (_, source, problem) => {
    expect(refusal(mesh({}, chart => new Issuer(chart, 'issuer', { source })).app)).toContain(problem);
  });

  it('signs by an issuer that it can use: one of the root namespace, or of the cluster', () => {
    expect(refusal(mesh({}, () => IssuerReference.issuer('vault', 'shop')).app)).toContain("Issuer 'vault' issues for namespace 'shop' only");
    expect(refusal(mesh({}, () => IssuerReference.clusterIssuer('vault')).app)).toBe('');
  });

  it('is an error where the mesh does not know of it', () => {
    const app = new App();
    new IstioCsr(rootChart(app), 'istio-csr', { issuer: IssuerReference.clusterIssuer('vault') });
    expect(refusal(app)).toContain("describe it in the Platform's 'istioCsr'");
  });

  it('is described by what can be', () => {
    expect(refusal(mesh({ podPort: 0 }).app)).toContain('port 0');
    expect(refusal(mesh({ namespace: 'No' }).app)).toContain("'No' is not a DNS label");
    expect(refusal(mesh({ servicePort: 70000 }).app)).toContain('70000');
    expect(refusal(mesh({}, undefined, { revisions: [] }).app)).toContain('has no revision of istiod');
  });
});

describe('the certificate of a gateway', () => {
  const gateway = (hosts: string[], tls: GatewayTls | undefined, issuer: (chart: Chart) => ICertificateIssuer) => {
    const app = new App();
    new Mesh(app, 'mesh', { platform: Platform.helm() });
    const shop = new SecureNamespace(app, 'shop');
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 8080 });
    const entry = new IngressGateway(shop, 'entry', { hosts, tls });
    entry.expose(web, HttpCall.get('/*'));
    new GatewayCertificate(shop, 'entry-certificate', { gateway: entry, issuer: issuer(new Chart(app, 'istio-ingress', { namespace: 'istio-ingress' })) });
    return app;
  };
  const http01 = IssuerSource.acme({ accountKeySecret: 'key', solvers: [AcmeSolver.http01Gateway({ name: 'acme', namespace: 'istio-ingress' })] });
  const acme = (source: IssuerSource) => (chart: Chart) => new ClusterIssuer(chart, 'acme', { source });

  it("is for the gateway's hosts, in the Secret that its tls names, where its pods run", () => {
    const written = Manifests.of(gateway(['shop.example.com', 'api.example.com'], GatewayTls.simple('shop-tls'), acme(http01)));
    const certificate = written.get('Certificate', 'entry-certificate');
    expect(certificate.metadata.namespace).toBe('istio-ingress');
    expect(certificate.spec).toMatchObject({
      secretName: 'shop-tls', dnsNames: ['api.example.com', 'shop.example.com'], issuerRef: { name: 'acme', kind: 'ClusterIssuer' }, usages: ['digital signature', 'server auth'],
    });
    expect(written.spec('Gateway', 'entry').servers.find((server: any) => server.tls.mode).tls.credentialName).toBe('shop-tls');
  });

  it('for a wildcard is shown to be ours by DNS, not by HTTP', () => {
    const tls = GatewayTls.simple('shop-tls');
    expect(refusal(gateway(['*.example.com'], tls, acme(http01)))).toContain("'*.example.com' is ours (a wildcard needs DNS-01)");
    const dns = IssuerSource.acme({ accountKeySecret: 'key', solvers: [AcmeSolver.dns01(DnsProvider.ROUTE_53, { region: 'eu-west-1' }).forZones('example.com')] });
    expect(refusal(gateway(['*.example.com'], tls, acme(dns)))).toBe('');
    expect(refusal(gateway(['shop.example.org'], tls, acme(dns)))).toContain("none of its ACME solvers can show that 'shop.example.org' is ours");
  });

  it('is for names, and for a gateway that shows one', () => {
    expect(refusal(gateway(['*'], GatewayTls.simple('tls'), () => IssuerReference.clusterIssuer('ca')))).toContain('no certificate is for any');
    expect(refusal(gateway(['a.example.com'], undefined, () => IssuerReference.clusterIssuer('ca')))).toContain('ends no TLS itself');
  });

  it('is signed where the Secret must be', () => {
    expect(refusal(gateway(['a.example.com'], GatewayTls.simple('tls'), () => IssuerReference.issuer('ca', 'shop'))))
      .toContain("is in namespace 'istio-ingress', and Issuer 'ca' issues for namespace 'shop' only");
  });

  it('comes with a CA for clients where the gateway asks them for certificates, which ACME does not write', () => {
    expect(refusal(gateway(['a.example.com'], GatewayTls.mutual('tls'), acme(http01)))).toContain('writes no CA for them');
    expect(refusal(gateway(['a.example.com'], GatewayTls.mutual('tls'), chart => new Issuer(chart, 'ca', { source: IssuerSource.ca('clients-ca') })))).toBe('');
  });

  it('is not shown by another gateway, for whose hosts it is not', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const [one, two, three] = [['*.example.com'], ['example.org'], ['api.example.com']].map((hosts, i) =>
      new IngressGateway(shop, `gateway-${i}`, { hosts, tls: GatewayTls.simple('tls') }));
    new GatewayCertificate(shop, 'certificate', { gateway: one, issuer: IssuerReference.clusterIssuer('ca') });
    expect(refusal(app)).toContain(`[${two.node.path}] shows Secret 'tls', and the certificate that 'shop/certificate' writes there is not for 'example.org'`);
    expect(refusal(app)).not.toContain(`[${three.node.path}]`);
  });

  it('does not make the gateway a CA', () => {
    expect(refusal(gateway(['a.example.com'], GatewayTls.simple('tls'), acme(IssuerSource.vault({ ...VAULT, path: 'pki/root/sign-intermediate' })))))
      .toContain('would make the gateway a CA');
  });
});
