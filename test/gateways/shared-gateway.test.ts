import { App } from 'cdk8s';
import { problemsOf } from './_edge';
import { Manifests } from '../_manifests';
import {
  AccessCaller, AppProtocol, GatewayCertificate, GatewayTls, HttpCall, IngressGateway, IssuerReference, LeastPrivilegeWorkload, Mesh,
  MeshAccess, Platform, SecureNamespace, SharedGateway, TcpCall, WorkloadPort,
} from 'cdk8s-istio';
import type { ISharedGateway, SharedGatewayOptions } from 'cdk8s-istio';

const PLATFORM = Platform.helm();

/** The platform team's app: a gateway that two teams share. */
function platform(options: SharedGatewayOptions = { tls: GatewayTls.simple('wildcard-cert') }) {
  const app = new App();
  new Mesh(app, 'mesh', { platform: PLATFORM });
  const ingress = new SecureNamespace(app, 'istio-ingress', { adopt: true });
  const entry = new SharedGateway(ingress, 'entry', options);
  return { app, entry };
}

/** A team's app, whose web is exposed. */
function team(app: App, name: string, host: string, sharedGateway: ISharedGateway) {
  const namespace = new SecureNamespace(app, name);
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
  const gateway = new IngressGateway(namespace, 'public', { hosts: [host], sharedGateway });
  gateway.expose(web, HttpCall.get('/page'));
  return { namespace, web, gateway };
}

function ownApp(context: object[] = []): App {
  const app = new App();
  new Mesh(app, 'mesh', { platform: PLATFORM, context });
  return app;
}

describe('A shared gateway', () => {
  const { app, entry } = platform();
  entry.delegate('shop', 'shop.example.com');
  entry.delegate('bank', 'pay.example.com', 'bank.example.com');
  const theirs = Manifests.of(app);

  it('is one object, in which each host is for VirtualServices of one namespace', () => {
    expect(theirs.ids).toEqual(['Gateway/entry']);
    const hosts = ['bank/bank.example.com', 'bank/pay.example.com', 'shop/shop.example.com'];
    expect(theirs.spec('Gateway', 'entry')).toEqual({
      selector: { istio: 'ingress' },
      servers: [
        { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts, tls: { httpsRedirect: true } },
        {
          port: { number: 443, name: 'https', protocol: 'HTTPS' },
          hosts,
          tls: { mode: 'SIMPLE', credentialName: 'wildcard-cert', minProtocolVersion: 'TLSV1_2' },
        },
      ],
    });
  });

  const shared = SharedGateway.fromName('istio-ingress', 'entry', { tls: GatewayTls.simple('wildcard-cert') });

  it('is used by another app, which writes no Gateway, and its routes only', () => {
    const shop = ownApp();
    team(shop, 'shop', 'shop.example.com', shared);
    const made = Manifests.of(shop);
    expect(made.names('Gateway')).toEqual([]);
    expect(made.spec('VirtualService', 'public')).toMatchObject({ hosts: ['shop.example.com'], gateways: ['istio-ingress/entry'] });
    expect(made.allowed('web')).toEqual(['cluster.local/ns/istio-ingress/sa/istio-ingress GET /page :8080']);
  });

  it('is taken for granted wherever somebody asks what comes from outside', () => {
    const shop = ownApp();
    const { web } = team(shop, 'shop', 'shop.example.com', shared);
    const ask = (path: string) => MeshAccess.fromApp(shop).decide({
      from: AccessCaller.internet(), to: { namespace: 'shop', workload: 'web-v1' }, port: 8080, method: 'GET', path, host: 'shop.example.com',
    }).verdict;
    expect([ask('/page'), ask('/other'), web !== undefined]).toEqual(['ALLOW', 'DENY', true]);
  });

  it('is proved with the platform team\'s manifests as context: a host that is not delegated is not served', () => {
    const proved = (host: string) => {
      const shop = ownApp([...theirs.all]);
      team(shop, 'shop', host, shared);
      return problemsOf(shop);
    };
    expect(proved('shop.example.com')).toEqual([]);
    expect(proved('bank.example.com').join()).toMatch(/^\[shop\/public\] liveness: what is exposed of 'shop\/web' does not come through \(GET \/page for host 'bank\.example\.com' at Gateway istio-ingress\/entry/);
    expect(proved('other.example.com').join()).toContain('no Gateway serves other.example.com');
  });

  it('may be of the same app, which knows what is delegated', () => {
    const one = platform();
    one.entry.delegate('shop', '*.shop.example.com');
    const { web, gateway } = team(one.app, 'shop', 'www.shop.example.com', one.entry);
    expect(problemsOf(one.app)).toEqual([]);
    gateway.expose(web, HttpCall.get('/other').onHosts('www.shop.example.com'));
    expect(problemsOf(one.app)).toEqual([]);
    team(one.app, 'bank', 'www.shop.example.com', one.entry);
    expect(problemsOf(one.app).join()).toContain("[bank/public] serves host 'www.shop.example.com', which shared gateway 'istio-ingress/entry' does not delegate to namespace 'bank'; have its owner call delegate('bank', 'www.shop.example.com').");
  });

  it('has the certificate of all hosts, where its pods are', () => {
    const one = platform();
    one.entry.delegate('shop', 'shop.example.com');
    one.entry.delegate('bank', '*.bank.example.com');
    const { gateway } = team(one.app, 'shop', 'shop.example.com', one.entry);
    new GatewayCertificate(one.entry, 'certificate', { gateway: one.entry, issuer: IssuerReference.clusterIssuer('letsencrypt') });
    const made = Manifests.of(one.app);
    expect(made.get('Certificate', 'certificate').metadata.namespace).toBe('istio-ingress');
    expect(made.spec('Certificate', 'certificate')).toMatchObject({ dnsNames: ['*.bank.example.com', 'shop.example.com'], secretName: 'wildcard-cert' });
    new GatewayCertificate(gateway, 'own', { gateway, issuer: IssuerReference.clusterIssuer('letsencrypt') });
    expect(problemsOf(one.app).join()).toContain("is for 'shop/public', which ends no TLS itself; give the gateway 'tls', or name the SharedGateway that does.");
  });

  it('may pass TLS through', () => {
    const one = platform({ tls: GatewayTls.passthrough() });
    one.entry.delegate('data', 'db.example.com');
    const data = new SecureNamespace(one.app, 'data');
    const db = new LeastPrivilegeWorkload(data, 'db', { image: 'db:1', ports: [WorkloadPort.of(AppProtocol.TLS, 5432)] });
    const gateway = new IngressGateway(data, 'public', { hosts: ['db.example.com'], sharedGateway: one.entry });
    gateway.expose(db, TcpCall.port());
    const made = Manifests.of(one.app);
    expect(made.spec('Gateway', 'entry').servers).toEqual([
      { port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: ['data/db.example.com'], tls: { mode: 'PASSTHROUGH' } },
    ]);
    expect(made.spec('VirtualService', 'public').tls[0].match).toEqual([{ port: 443, sniHosts: ['db.example.com'] }]);
  });

  it('that serves HTTP passes no connections on', () => {
    const one = platform();
    one.entry.delegate('data', 'db.example.com');
    const data = new SecureNamespace(one.app, 'data');
    const db = new LeastPrivilegeWorkload(data, 'db', { image: 'db:1', ports: [WorkloadPort.tcp(5432)] });
    new IngressGateway(data, 'public', { hosts: ['db.example.com'], sharedGateway: one.entry }).expose(db, TcpCall.port());
    expect(problemsOf(one.app)).toEqual([
      "[data/public] exposes connections of 'data/db' at a shared gateway that serves HTTP; expose requests, or have its owner pass TLS through.",
    ]);
  });

  it('decides how hosts are served', () => {
    const shop = ownApp();
    const namespace = new SecureNamespace(shop, 'shop');
    new IngressGateway(namespace, 'public', {
      hosts: ['shop.example.com'], sharedGateway: shared, gateway: 'ingressgateway', tls: GatewayTls.simple('x'), httpsRedirect: false, port: 8443,
    });
    expect(problemsOf(shop)).toEqual(['gateway', 'tls', 'httpsRedirect', 'port'].map(setting =>
      `[shop/public] sets '${setting}', which the shared gateway 'istio-ingress/entry' decides; leave it out.`));
  });
});

describe('Two namespaces that claim one host of a shared gateway', () => {
  it('are both told, in one app', () => {
    const app = ownApp();
    const shared = SharedGateway.fromName('istio-ingress', 'entry');
    team(app, 'shop', 'www.example.com', shared);
    team(app, 'bank', 'www.example.com', shared);
    const problems = problemsOf(app);
    expect(problems).toHaveLength(2);
    expect(problems.join()).toContain("[shop/public] host 'www.example.com' on port 80 is also routed by 'bank/public', in VirtualService bank/public; one VirtualService speaks for a host");
    expect(problems.join()).toContain("[bank/public] host 'www.example.com' on port 80 is also routed by 'shop/public', in VirtualService shop/public;");
  });

  it('are told by the context, in two apps', () => {
    const shared = SharedGateway.fromName('istio-ingress', 'entry');
    const bank = ownApp();
    team(bank, 'bank', 'www.example.com', shared);
    const shop = ownApp([...Manifests.of(bank).all]);
    team(shop, 'shop', 'www.example.com', shared);
    expect(problemsOf(shop)).toEqual([
      "[shop/public] host 'www.example.com' on port 80 is also routed by VirtualService bank/public of the context; one VirtualService speaks for a host: expose all of it from one IngressGateway, which may expose services of other namespaces.",
    ]);
  });

  it('are refused where it is delegated', () => {
    const { app, entry } = platform();
    entry.delegate('shop', 'www.example.com');
    entry.delegate('bank', 'www.example.com');
    expect(problemsOf(app)).toEqual([
      "[istio-ingress/entry] delegates host 'www.example.com' to 'bank' and 'shop'; one VirtualService speaks for a host: delegate it to one of them, whose gateway may expose services of others.",
    ]);
  });
});

describe('A shared gateway is refused', () => {
  it('without hosts, with hosts or namespaces that are none', () => {
    const nothing = platform();
    expect(problemsOf(nothing.app)).toEqual(['[istio-ingress/entry] delegates no hosts, and a Gateway has at least one; delegate() some, or remove it.']);
    const wrong = platform({ gateway: 'nowhere', tls: GatewayTls.simple('Not A Name') });
    wrong.entry.delegate('Shop');
    wrong.entry.delegate('shop', 'shop');
    const problems = problemsOf(wrong.app).join();
    expect(problems).toContain("gateway 'nowhere' is none of the platform's");
    expect(problems).toContain("namespace 'Shop' is not a DNS label");
    expect(problems).toContain('delegates no host to a namespace');
    expect(problems).toContain("host 'shop' is not a domain name");
    expect(problems).toContain("credential 'Not A Name' is not a DNS subdomain");
  });

  it('beside a gateway of its own for the same host', () => {
    const { app, entry } = platform({});
    entry.delegate('shop', 'shop.example.com');
    new IngressGateway(new SecureNamespace(app, 'shop'), 'own', { hosts: ['shop.example.com'] });
    expect(problemsOf(app).join()).toContain("[shop/own] host 'shop.example.com' on port 80 is also served by 'istio-ingress/entry', in Gateway istio-ingress/entry;");
  });
});

describe('A gateway that takes Gateways of its own namespace only', () => {
  const managed = (labels: { [key: string]: string }, ownNamespaceOnly?: boolean) => {
    const app = new App();
    new Mesh(app, 'mesh', {
      platform: Platform.istioctl({ ingressGateways: { ingressgateway: { namespace: 'infra', serviceAccount: 'infra-istio', podLabels: labels, ownNamespaceOnly } } }),
    });
    return app;
  };

  it.each([[{ 'gateway.networking.k8s.io/gateway-name': 'infra' }, undefined], [{ app: 'gateway' }, true]])('refuses others: %j', (labels, only) => {
    const app = managed(labels, only);
    new IngressGateway(new SecureNamespace(app, 'shop'), 'public', { hosts: ['shop.example.com'] });
    expect(problemsOf(app)).toEqual([
      "[shop/public] gateway 'ingressgateway' takes Gateways of its own namespace 'infra' only, and this one would be in 'shop'; let the owner of 'infra' declare a SharedGateway there, and name it as 'sharedGateway'.",
    ]);
  });

  it('takes a shared one of its namespace', () => {
    const app = managed({ 'gateway.networking.k8s.io/gateway-name': 'infra' });
    const entry = new SharedGateway(new SecureNamespace(app, 'infra', { adopt: true }), 'entry');
    entry.delegate('shop', 'shop.example.com');
    team(app, 'shop', 'shop.example.com', entry);
    expect(problemsOf(app)).toEqual([]);
  });
});
