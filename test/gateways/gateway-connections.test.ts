import { edge, listening, problemsOf } from './_edge';
import { Manifests, refusal } from '../_manifests';
import { AppProtocol, CanaryService, GatewayTls, HttpCall, IngressGateway, TcpCall, TlsVersion, WorkloadPort } from 'cdk8s-istio';
import type { GatewayTlsOptions, IngressGatewayProps } from 'cdk8s-istio';

const tls = (port = 8443, protocol = AppProtocol.TLS) => WorkloadPort.of(protocol, port);

/** A database behind a gateway. */
function database(props: Partial<IngressGatewayProps>, port = WorkloadPort.tcp(5432)) {
  const made = edge({ hosts: ['db.example.com'], ...props });
  const db = listening(made.shop, 'db', port);
  made.gateway.expose(db, TcpCall.port());
  return { ...made, db };
}

describe('TLS that is passed through', () => {
  const made = Manifests.of(database({ tls: GatewayTls.passthrough() }, tls()).app);

  it('goes to the workload by the name that clients ask for', () => {
    expect(made.spec('Gateway', 'edge').servers).toEqual([
      { port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: ['./db.example.com'], tls: { mode: 'PASSTHROUGH' } },
    ]);
    expect(made.spec('VirtualService', 'edge')).toEqual({
      hosts: ['db.example.com'],
      gateways: ['shop/edge'],
      tls: [{
        match: [{ port: 443, sniHosts: ['db.example.com'] }],
        route: [{ destination: { host: 'db.shop.svc.cluster.local', port: { number: 8443 } } }],
      }],
    });
  });

  it('is admitted by the gateway\'s identity: a whole port, since nobody sees requests', () => {
    expect(made.spec('AuthorizationPolicy', 'db').rules).toEqual([{
      from: [{ source: { principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'] } }],
      to: [{ operation: { ports: ['8443'] } }],
    }]);
  });

  it('wants a workload that ends it, and no requests', () => {
    expect(problemsOf(database({ tls: GatewayTls.passthrough() }).app)).toEqual([
      "[shop/edge] passes TLS through to port 'tcp' of 'shop/db', which speaks tcp; declare the port as one for TLS, if the workload ends it, or end TLS here with GatewayTls.simple().",
    ]);
    const { app, web, gateway } = edge({ tls: GatewayTls.passthrough() });
    gateway.expose(web, HttpCall.get('/'));
    expect(problemsOf(app)).toEqual([
      "[shop/edge] passes TLS through, and sees no requests of 'shop/web'; expose connections with TcpCall to a port that speaks TLS, or end TLS here with GatewayTls.simple().",
    ]);
  });

  it('may be HTTPS', () => {
    expect(refusal(database({ tls: GatewayTls.passthrough() }, tls(8443, AppProtocol.HTTPS)).app)).toBe('');
  });

  it('may share a port with hosts whose TLS ends at the gateway', () => {
    const { app, shop } = database({ tls: GatewayTls.passthrough() }, tls());
    const web = listening(shop, 'site', WorkloadPort.http(80));
    new IngressGateway(shop, 'entry', { hosts: ['shop.example.com'], tls: GatewayTls.simple('shop-cert') }).expose(web, HttpCall.get('/'));
    expect(refusal(app)).toBe('');
  });
});

describe('Connections whose TLS ends at the gateway', () => {
  it('go to a port that speaks no TLS', () => {
    const made = Manifests.of(database({ tls: GatewayTls.mutual('db-cert') }).app);
    expect(made.spec('Gateway', 'edge').servers).toEqual([{
      port: { number: 443, name: 'tls', protocol: 'TLS' },
      hosts: ['./db.example.com'],
      tls: { mode: 'MUTUAL', credentialName: 'db-cert', minProtocolVersion: 'TLSV1_2' },
    }]);
    expect(made.spec('VirtualService', 'edge').tcp).toEqual([
      { match: [{ port: 443 }], route: [{ destination: { host: 'db.shop.svc.cluster.local', port: { number: 5432 } } }] },
    ]);
  });

  it('follow the weights of a canary', () => {
    const { app, shop, gateway } = edge({ hosts: ['db.example.com'], tls: GatewayTls.simple('db-cert') });
    const db = new CanaryService(shop, 'db', { ports: [WorkloadPort.tcp(5432)] });
    db.addVersion('v1', { image: 'db:1', weight: 90 });
    db.addVersion('v2', { image: 'db:2', weight: 10 });
    gateway.expose(db, TcpCall.port());
    expect(Manifests.of(app).spec('VirtualService', 'edge').tcp[0].route).toEqual([
      { destination: { host: 'db.shop.svc.cluster.local', subset: 'v1', port: { number: 5432 } }, weight: 90 },
      { destination: { host: 'db.shop.svc.cluster.local', subset: 'v2', port: { number: 5432 } }, weight: 10 },
    ]);
  });

  it('are refused to a port that wants TLS itself, with a redirect, and to two workloads', () => {
    expect(problemsOf(database({ tls: GatewayTls.simple('db-cert') }, tls()).app)).toEqual([
      "[shop/edge] ends TLS before port 'tls' of 'shop/db', which wants TLS itself (tls); use GatewayTls.passthrough().",
    ]);
    const { app, shop, gateway } = database({ tls: GatewayTls.simple('db-cert'), httpsRedirect: true });
    gateway.expose(listening(shop, 'mail', WorkloadPort.tcp(25)), TcpCall.port());
    expect(problemsOf(app)).toEqual([
      "[shop/edge] exposes connections of 'shop/db:5432' and 'shop/mail:25', and nothing in them tells which is meant; declare an IngressGateway for each, with hosts or a port of its own.",
      "[shop/edge] redirects to HTTPS, and exposes connections, which are no HTTP; leave out 'httpsRedirect'.",
    ]);
  });
});

describe('Connections without TLS', () => {
  it('take a whole port', () => {
    const made = Manifests.of(database({ hosts: ['*'], port: 5432 }).app);
    expect(made.spec('Gateway', 'edge').servers).toEqual([{ port: { number: 5432, name: 'tcp', protocol: 'TCP' }, hosts: ['./*'] }]);
    expect(made.spec('VirtualService', 'edge')).toMatchObject({ hosts: ['*'], tcp: [{ match: [{ port: 5432 }] }] });
  });

  it('need a port, and name no host', () => {
    expect(problemsOf(database({}).app)).toEqual([
      "[shop/edge] exposes connections of 'shop/db' without TLS, for which it needs a port of its own; name it as 'port', or give it 'tls', by which hosts are told apart.",
      "[shop/edge] exposes connections of 'shop/db' without TLS, which name no host; serve hosts ['*'], or give it 'tls'.",
    ]);
  });

  it('are refused beside another protocol on the port: both are told', () => {
    const { app, shop, web } = database({ hosts: ['*'], port: 80 });
    new IngressGateway(shop, 'site', { hosts: ['shop.example.com'] }).expose(web, HttpCall.get('/'));
    const problems = problemsOf(app);
    expect(problems).toHaveLength(2);
    expect(problems.join()).toContain("[shop/edge] port 80 is also used by 'shop/site', in Gateway shop/site, for another protocol;");
    expect(problems.join()).toContain("[shop/site] port 80 is also used by 'shop/edge', in Gateway shop/edge, for another protocol;");
  });
});

describe('What is agreed on by TLS', () => {
  const settings = (options: GatewayTlsOptions) => {
    const { app } = edge({ tls: GatewayTls.simple('cert', options), httpsRedirect: false });
    return Manifests.of(app).spec('Gateway', 'edge').servers[0].tls;
  };
  const problems = (options: GatewayTlsOptions) => problemsOf(edge({ tls: GatewayTls.simple('cert', options) }).app);

  it('is TLS 1.2 and newer, unless it is said otherwise', () => {
    expect(settings({})).toEqual({ mode: 'SIMPLE', credentialName: 'cert', minProtocolVersion: 'TLSV1_2' });
    expect(settings({ minProtocolVersion: TlsVersion.TLSV1_3 }).minProtocolVersion).toBe('TLSV1_3');
    expect(settings({ cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] }).cipherSuites).toEqual(['ECDHE-RSA-AES128-GCM-SHA256']);
  });

  it('is refused where it says nothing, or what nobody knows', () => {
    expect(problems({ cipherSuites: [] })[0]).toContain('TLS without cipher suites speaks to nobody');
    expect(problems({ cipherSuites: ['RC4'] })[0]).toContain("cipher suite 'RC4' is none that Istio knows");
    expect(problems({ cipherSuites: ['AES128-SHA', 'AES128-SHA'] })).toEqual(["[shop/edge] cipher suite 'AES128-SHA' is named twice; name it once."]);
    expect(problems({ cipherSuites: ['AES128-SHA'], minProtocolVersion: TlsVersion.TLSV1_3 })[0]).toContain('clients must speak TLS 1.3');
    expect(problems({ minProtocolVersion: 'TLSV1_0' as TlsVersion })[0]).toContain("TLS version 'TLSV1_0' is not known");
  });

  it('may ask for names of clients, and whether they must show any', () => {
    const { app } = edge({ tls: GatewayTls.optionalMutual('cert', { subjectAltNames: ['partner.example.com'] }), httpsRedirect: false });
    expect(Manifests.of(app).spec('Gateway', 'edge').servers[0].tls).toEqual({
      mode: 'OPTIONAL_MUTUAL', credentialName: 'cert', minProtocolVersion: 'TLSV1_2', subjectAltNames: ['partner.example.com'],
    });
    expect(problemsOf(edge({ tls: GatewayTls.mutual('cert', { subjectAltNames: [] }) }).app)[0]).toContain("'subjectAltNames' is empty");
  });
});

/** Something that looks like a certificate and its key. */
const PEM = Object.fromEntries([['tls.crt', 'CERTIFICATE'], ['tls.key', 'PRIVATE KEY']].map(([name, what]) =>
  [name, `-----BEGIN ${what}-----\nAA==\n-----END ${what}-----\n`]));

describe('A credential', () => {
  it('is a name, without namespace', () => {
    expect(problemsOf(edge({ tls: GatewayTls.simple('istio-system/cert') }).app)).toEqual([
      "[shop/edge] credential 'istio-system/cert' names a namespace, and Secrets are read in that of the gateway's pods alone; name the Secret only, and put it there.",
    ]);
  });

  const secret = (namespace: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cert', namespace }, type: 'kubernetes.io/tls', stringData: PEM });

  it('must be where the pods of the gateway are', () => {
    const tlsProps = { tls: GatewayTls.simple('cert') };
    expect(problemsOf(edge(tlsProps, { context: [secret('shop')] }).app)).toEqual([
      "[shop/edge] credential 'cert' is a Secret of namespace 'shop', and the gateway's pods read Secrets of their own namespace 'istio-system' only; put it there.",
    ]);
    expect(problemsOf(edge(tlsProps, { context: [secret('istio-system'), secret('shop')] }).app)).toEqual([]);
    expect(problemsOf(edge(tlsProps, { context: [{ ...secret('shop'), metadata: { name: 'other', namespace: 'shop' } }] }).app)).toEqual([]);
  });
});
