import { App } from 'cdk8s';
import { Manifests, refusal } from '../../_manifests';
import { Bookinfo, GatewayTls, HttpCall, LeastPrivilegeWorkload, Mesh, Platform } from 'cdk8s-istio';
import type { BookinfoProps } from 'cdk8s-istio';

function bookinfo(props?: BookinfoProps, platform?: Platform): Manifests {
  const app = new App();
  new Mesh(app, 'mesh', { platform });
  new Bookinfo(app, 'bookinfo', props);
  return Manifests.of(app);
}

const account = (name: string) => `cluster.local/ns/bookinfo/sa/bookinfo-${name}`;
const GATEWAY = 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account';
const IMAGES = 'registry.istio.io/release/examples-bookinfo';

describe('Bookinfo', () => {
  const made = bookinfo();

  it('is these objects', () => {
    expect(made.yaml).toMatchSnapshot();
  });

  it('admits at each callee who may do what, and nobody else', () => {
    expect(made.allowed('productpage').sort()).toEqual([
      `${GATEWAY} GET /api/v1/products* :9080`,
      `${GATEWAY} GET /logout :9080`,
      `${GATEWAY} GET /productpage :9080`,
      `${GATEWAY} GET /static/* :9080`,
      `${GATEWAY} POST /login :9080`,
    ]);
    expect(made.allowed('details')).toEqual([`${account('productpage')} GET /details/* :9080`]);
    expect(made.allowed('reviews')).toEqual([`${account('productpage')} GET /reviews/* :9080`]);
    expect(made.allowed('ratings')).toEqual([`${account('reviews-v2')} GET /ratings/* :9080`, `${account('reviews-v3')} GET /ratings/* :9080`]);
    expect(made.names('AuthorizationPolicy')).toEqual(['deny-all', 'details', 'productpage', 'ratings', 'reviews']);
    expect(made.spec('AuthorizationPolicy', 'deny-all')).toEqual({});
  });

  it('does not let reviews v1 ask for ratings, since it never does', () => {
    expect(JSON.stringify(made.all.filter(one => /Policy$/.test(one.kind)))).not.toContain('bookinfo-reviews-v1');
    expect(made.openings('ratings').ingress?.join()).not.toContain('version=v1');
  });

  it("lets each caller's proxy know what it calls, and nothing else", () => {
    const known = Object.fromEntries(made.names('Sidecar').map(name => [name, made.known(name)]));
    expect(known).toEqual({
      'default': ['~/*'],
      'productpage': ['bookinfo/details.bookinfo.svc.cluster.local', 'bookinfo/reviews.bookinfo.svc.cluster.local'],
      'reviews-v1': ['~/*'],
      'reviews-v2': ['bookinfo/ratings.bookinfo.svc.cluster.local'],
      'reviews-v3': ['bookinfo/ratings.bookinfo.svc.cluster.local'],
      'details': ['~/*'],
      'ratings': ['~/*'],
    });
    for (const name of made.names('Sidecar')) {
      expect(made.spec('Sidecar', name).outboundTrafficPolicy).toEqual({ mode: 'REGISTRY_ONLY' });
    }
  });

  it('opens the network for the same pairs, at both ends, and for the baseline', () => {
    const opened = Object.fromEntries(made.names('NetworkPolicy').map(name => [name, made.openings(name)]));
    expect(opened).toEqual({
      'default-deny': {
        ingress: ['istio-system/app.kubernetes.io/name=prometheus TCP:15020'],
        egress: ['istio-system/app=istiod TCP:15012', 'kube-system/k8s-app=kube-dns TCP:53', 'kube-system/k8s-app=kube-dns UDP:53'],
      },
      'productpage': {
        ingress: ['istio-system/istio=ingressgateway TCP:9080'],
        egress: ['bookinfo/app=details TCP:9080', 'bookinfo/app=reviews TCP:9080'],
      },
      'details': { ingress: ['bookinfo/app=productpage TCP:9080'], egress: [] },
      'reviews': { ingress: ['bookinfo/app=productpage TCP:9080'] },
      'reviews-v1': { egress: [] },
      'reviews-v2': { egress: ['bookinfo/app=ratings TCP:9080'] },
      'reviews-v3': { egress: ['bookinfo/app=ratings TCP:9080'] },
      'ratings': { ingress: ['bookinfo/app=reviews,version=v2 TCP:9080', 'bookinfo/app=reviews,version=v3 TCP:9080'], egress: [] },
    });
  });

  it('asks for mutual TLS everywhere', () => {
    expect(made.names('PeerAuthentication')).toEqual(['default']);
    expect(made.spec('PeerAuthentication', 'default')).toEqual({ mtls: { mode: 'STRICT' } });
  });

  it('routes at the gateway what is exposed, and nothing else', () => {
    const { hosts, http } = made.spec('VirtualService', 'bookinfo-gateway');
    expect(hosts).toEqual(['bookinfo.example.com']);
    expect(http).toHaveLength(1);
    expect(http[0].match.map((match: any) => `${match.method.exact} ${match.uri.exact ?? `${match.uri.prefix}*`}`).sort()).toEqual([
      'GET /api/v1/products*', 'GET /logout', 'GET /productpage', 'GET /static/*', 'POST /login',
    ]);
    expect(http[0].route).toEqual([{ destination: { host: 'productpage.bookinfo.svc.cluster.local', port: { number: 9080 } } }]);
  });

  it('splits the traffic of reviews about evenly, as a Service without weights does', () => {
    expect(weights(made)).toEqual(['v1 34', 'v2 33', 'v3 33']);
  });

  it('is nothing but this', () => {
    const count = (kind: string) => made.names(kind).length;
    expect(made.all).toHaveLength(42);
    expect(['Namespace', 'ServiceAccount', 'Service', 'Deployment', 'PeerAuthentication', 'AuthorizationPolicy', 'NetworkPolicy', 'Sidecar'].map(count))
      .toEqual([1, 6, 4, 6, 1, 5, 8, 7]);
    expect(['DestinationRule', 'Gateway', 'VirtualService'].map(count)).toEqual([1, 1, 2]);
  });
});

describe("Of upstream's bookinfo.yaml, Bookinfo keeps", () => {
  const made = bookinfo();

  it('every Service with its labels, port and selector', () => {
    expect(made.names('Service')).toEqual(['details', 'productpage', 'ratings', 'reviews']);
    for (const app of made.names('Service')) {
      const { metadata, spec } = made.get('Service', app);
      expect(metadata.labels).toMatchObject({ app, service: app });
      expect(spec).toMatchObject({ selector: { app }, ports: [{ name: 'http', port: 9080, targetPort: 9080 }] });
    }
  });

  it.each([
    ['details', 'v1'], ['ratings', 'v1'], ['productpage', 'v1'], ['reviews', 'v1'], ['reviews', 'v2'], ['reviews', 'v3'],
  ])('Deployment %s-%s with its labels, replicas, container, image, pull policy and port', (app, version) => {
    const { metadata, spec } = made.get('Deployment', `${app}-${version}`);
    expect(metadata.labels).toMatchObject({ app, version });
    expect(spec).toMatchObject({ replicas: 1, selector: { matchLabels: { app, version } }, template: { metadata: { labels: { app, version } } } });
    expect(spec.template.spec.containers).toHaveLength(1);
    expect(made.container(`${app}-${version}`)).toMatchObject({
      name: app, image: `${IMAGES}-${app}-${version}:1.20.3`, imagePullPolicy: 'IfNotPresent', ports: [{ containerPort: 9080 }],
    });
  });

  it('the environment and the volumes of reviews, which may also write where the image of today does', () => {
    for (const version of ['v1', 'v2', 'v3']) {
      const container = made.container(`reviews-${version}`);
      expect(container.env).toEqual([{ name: 'LOG_DIR', value: '/tmp/logs' }]);
      expect(mounts(container)).toEqual(['tmp /tmp', 'wlp-output /opt/ibm/wlp/output', 'wlp-output /opt/ol/wlp/output']);
      expect(made.pod('Deployment', `reviews-${version}`).spec.volumes).toEqual([{ name: 'tmp', emptyDir: {} }, { name: 'wlp-output', emptyDir: {} }]);
    }
  });

  it('the volume and the annotations of productpage', () => {
    const pod = made.pod('Deployment', 'productpage-v1');
    expect(pod.metadata.annotations).toEqual({ 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9080', 'prometheus.io/path': '/metrics' });
    expect(mounts(pod.spec.containers[0])).toEqual(['tmp /tmp']);
    expect(pod.spec.volumes).toEqual([{ name: 'tmp', emptyDir: {} }]);
  });

  it('the names and labels of the service accounts, one each for the versions of reviews', () => {
    expect(made.names('ServiceAccount')).toEqual([
      'bookinfo-details', 'bookinfo-productpage', 'bookinfo-ratings', 'bookinfo-reviews-v1', 'bookinfo-reviews-v2', 'bookinfo-reviews-v3',
    ]);
    for (const name of made.names('ServiceAccount')) {
      expect(made.get('ServiceAccount', name).metadata.labels).toMatchObject({ account: name.split('-')[1] });
    }
  });
});

describe('The pods of Bookinfo', () => {
  const made = bookinfo();

  it.each(made.names('Deployment'))('%s: are hardened, probed and bounded', name => {
    const { spec } = made.pod('Deployment', name);
    const [container] = spec.containers;
    expect(spec).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } });
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: ['ALL'] },
    });
    expect(container.readinessProbe.httpGet).toMatchObject({ path: '/health', port: 9080 });
    expect(container.livenessProbe.httpGet).toMatchObject({ path: '/health', port: 9080 });
    expect(container).not.toHaveProperty('startupProbe');
    expect(container.resources.limits).toHaveProperty('memory');
    expect(container.resources.limits).not.toHaveProperty('cpu');
  });

  it('pass Pod Security where it is enforced', () => {
    expect(bookinfo({}, Platform.openshift()).get('Namespace', 'bookinfo').metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
  });
});

describe('The choices of Bookinfo:', () => {
  it('ratingsApi lets productpage ask ratings itself, in every layer', () => {
    const made = bookinfo({ ratingsApi: true });
    expect(made.allowed('ratings')).toContain(`${account('productpage')} GET /ratings/* :9080`);
    expect(made.known('productpage')).toContain('bookinfo/ratings.bookinfo.svc.cluster.local');
    expect(made.openings('productpage').egress).toContain('bookinfo/app=ratings TCP:9080');
    expect(made.openings('ratings').ingress).toContain('bookinfo/app=productpage TCP:9080');
  });

  it('reviewsWeights', () => {
    expect(weights(bookinfo({ reviewsWeights: { v1: 90, v3: 10 } }))).toEqual(['v1 90', 'v3 10']);
    const app = new App();
    new Bookinfo(app, 'bookinfo', { reviewsWeights: { v1: 90 } });
    expect(refusal(app)).toContain('[bookinfo/reviews] weights add up to 90 (v1 90, v2 0, v3 0); they must add up to 100.');
  });

  it('host and tls', () => {
    const made = bookinfo({ host: 'books.acme.example', tls: GatewayTls.simple('books-cert') });
    expect(made.spec('Gateway', 'bookinfo-gateway').servers.map((server: any) => [server.port.name, server.hosts, server.tls])).toEqual([
      ['http', ['./books.acme.example'], { httpsRedirect: true }],
      ['https', ['./books.acme.example'], { mode: 'SIMPLE', credentialName: 'books-cert', minProtocolVersion: 'TLSV1_2' }],
    ]);
    expect(made.spec('VirtualService', 'bookinfo-gateway').hosts).toEqual(['books.acme.example']);
  });

  it('gateway: another one of the platform', () => {
    const installation = { namespace: 'edge', serviceAccount: 'edge', podLabels: { app: 'edge' } };
    const made = bookinfo({ gateway: 'public' }, Platform.helm({ ingressGateways: { public: installation } }));
    expect(made.allowed('productpage').every(line => line.startsWith('cluster.local/ns/edge/sa/edge '))).toBe(true);
  });

  it('the props of any SecureNamespace, its name among them', () => {
    const made = bookinfo({ namespace: 'books', labels: { team: 'demo' } });
    expect(made.get('Namespace', 'books').metadata.labels).toMatchObject({ team: 'demo' });
    expect(made.allowed('details')).toEqual(['cluster.local/ns/books/sa/bookinfo-productpage GET /details/* :9080']);
    expect(made.yaml).not.toContain('namespace: bookinfo');
    const app = new App();
    new Bookinfo(app, 'demo', { namespace: undefined });
    expect(Manifests.of(app).names('Namespace')).toEqual(['bookinfo']);
  });

  it('adopt: the same calls in a namespace of somebody else', () => {
    const made = bookinfo({ adopt: true });
    expect(made.names('Namespace')).toEqual([]);
    expect(made.allowed('details')).toEqual([`${account('productpage')} GET /details/* :9080`]);
    expect(made.names('PeerAuthentication')).toEqual(['details', 'productpage', 'ratings', 'reviews']);
  });

  it('more workloads and calls, beside its own', () => {
    const app = new App();
    const books = new Bookinfo(app, 'bookinfo');
    const audit = new LeastPrivilegeWorkload(books, 'audit', { image: 'audit:1' });
    audit.calls.to(books.reviewsV3, HttpCall.get('/reviews/*'));
    const made = Manifests.of(app);
    expect(made.allowed('reviews-v3')).toEqual(['cluster.local/ns/bookinfo/sa/audit GET /reviews/* :9080']);
    expect(made.allowed('reviews')).toEqual([`${account('productpage')} GET /reviews/* :9080`]);
  });
});

function weights(made: Manifests): string[] {
  return made.spec('VirtualService', 'reviews').http[0].route.map(({ destination, weight }: any) => `${destination.subset} ${weight}`);
}

function mounts(container: any): string[] {
  return container.volumeMounts.map((mount: any) => `${mount.name} ${mount.mountPath}`);
}
