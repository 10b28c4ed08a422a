import { App, ApiObject } from 'cdk8s';
import { Deployment, ServiceAccount } from 'cdk8s-plus-27';
import { Manifests, refusal } from '../_manifests';
import { CanaryService, GrpcCall, HttpCall, LeastPrivilegeWorkload, SecureNamespace, TcpCall, WorkloadPort } from 'cdk8s-istio';
import type { CanaryServiceProps } from 'cdk8s-istio';

const HOST = 'reviews.shop.svc.cluster.local';

interface Versions {
  readonly [version: string]: number | undefined;
}

function canary(versions: Versions, props: CanaryServiceProps = { port: 9080 }) {
  const app = new App();
  const shop = new SecureNamespace(app, 'shop');
  const reviews = new CanaryService(shop, 'reviews', props);
  for (const [version, weight] of Object.entries(versions)) {
    reviews.addVersion(version, { image: `reviews-${version}:1`, weight });
  }
  return { app, shop, reviews };
}

/** `subset weight` of each destination. */
function destinations(route: any[]): string[] {
  return route.map(({ destination, weight }) => `${destination.subset} ${weight ?? '-'}`);
}

describe('CanaryService', () => {
  const { app, shop, reviews } = canary({ v1: 80, v2: 20, v3: undefined });
  const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
  web.calls.to(reviews, HttpCall.get('/reviews/*'));
  const made = Manifests.of(app);

  it('is these objects', () => {
    expect(made.all.filter(one => one.metadata.name.startsWith('reviews') && one.kind !== 'Deployment')).toMatchSnapshot();
    expect(made.ids.filter(id => id.includes('reviews'))).toEqual([
      'ServiceAccount/reviews-v1', 'ServiceAccount/reviews-v2', 'ServiceAccount/reviews-v3',
      'Service/reviews', 'AuthorizationPolicy/reviews',
      'NetworkPolicy/reviews', 'NetworkPolicy/reviews-v1', 'NetworkPolicy/reviews-v2', 'NetworkPolicy/reviews-v3',
      'Sidecar/reviews-v1', 'Sidecar/reviews-v2', 'Sidecar/reviews-v3',
      'DestinationRule/reviews', 'VirtualService/reviews',
      'Deployment/reviews-v1', 'Deployment/reviews-v2', 'Deployment/reviews-v3',
    ]);
  });

  it('splits the traffic by weight, to hosts that are fully qualified', () => {
    expect(made.spec('VirtualService', 'reviews')).toEqual({
      hosts: [HOST],
      http: [{
        route: [
          { destination: { host: HOST, subset: 'v1', port: { number: 9080 } }, weight: 80 },
          { destination: { host: HOST, subset: 'v2', port: { number: 9080 } }, weight: 20 },
        ],
      }],
    });
  });

  it('has a subset for each version, by the label that its pods carry', () => {
    expect(made.spec('DestinationRule', 'reviews')).toEqual({
      host: HOST,
      subsets: ['v1', 'v2', 'v3'].map(version => ({ name: version, labels: { version } })),
    });
    for (const version of ['v1', 'v2', 'v3']) {
      expect(made.pod('Deployment', `reviews-${version}`).metadata.labels).toMatchObject({ app: 'reviews', version });
    }
  });

  it('deploys a version without weight, and routes nothing to it', () => {
    expect(made.names('Deployment')).toContain('reviews-v3');
    expect(JSON.stringify(made.spec('VirtualService', 'reviews'))).not.toContain('v3');
  });

  it('has one Service, which selects every version', () => {
    expect(made.spec('Service', 'reviews').selector).toEqual({ app: 'reviews' });
    expect(made.names('Service')).toEqual(['reviews']);
  });

  it('gives each version an identity of its own', () => {
    const accounts = ['v1', 'v2', 'v3'].map(version => made.pod('Deployment', `reviews-${version}`).spec.serviceAccountName);
    expect(accounts).toEqual(['reviews-v1', 'reviews-v2', 'reviews-v3']);
  });

  it('admits a caller to every version', () => {
    expect(made.spec('AuthorizationPolicy', 'reviews').selector).toEqual({ matchLabels: { app: 'reviews' } });
    expect(made.allowed('reviews')).toEqual(['cluster.local/ns/shop/sa/web GET /reviews/* :9080']);
    expect(made.openings('reviews')).toEqual({ ingress: ['shop/app=web TCP:9080'] });
    expect(made.openings('web').egress).toEqual(['shop/app=reviews TCP:9080']);
    expect(made.names('AuthorizationPolicy')).not.toContain('reviews-v1');
  });

  it('is selected by at most one Sidecar, version by version', () => {
    for (const version of ['v1', 'v2', 'v3']) {
      expect(made.spec('Sidecar', `reviews-${version}`).workloadSelector).toEqual({ labels: { app: 'reviews', version } });
    }
    expect(made.names('Sidecar')).not.toContain('reviews');
  });
});

describe('A version', () => {
  it('calls for itself: the others may not', () => {
    const { app, shop, reviews } = canary({ v1: 100 });
    const v2 = reviews.addVersion('v2', { image: 'reviews-v2:1' });
    v2.calls.to(new LeastPrivilegeWorkload(shop, 'ratings', { image: 'ratings:1', port: 9080 }), HttpCall.get('/ratings/*'));
    const made = Manifests.of(app);
    expect(made.allowed('ratings')).toEqual(['cluster.local/ns/shop/sa/reviews-v2 GET /ratings/* :9080']);
    expect(made.known('reviews-v1')).toEqual(['~/*']);
    expect(made.known('reviews-v2')).toEqual(['shop/ratings.shop.svc.cluster.local']);
    expect(made.openings('reviews-v1')).toEqual({ egress: [] });
    expect(made.openings('ratings').ingress).toEqual(['shop/app=reviews,version=v2 TCP:9080']);
    expect(v2.principal).toBe('cluster.local/ns/shop/sa/reviews-v2');
  });

  it('that is called alone is admitted to alone', () => {
    const { app, shop, reviews } = canary({ v1: 90 });
    const v2 = reviews.addVersion('v2', { image: 'reviews-v2:1', weight: 10 });
    const tester = new LeastPrivilegeWorkload(shop, 'tester', { image: 'tester:1' });
    const grant = tester.calls.to(v2, HttpCall.get('/reviews/*'));
    const made = Manifests.of(app);
    expect(made.spec('AuthorizationPolicy', 'reviews-v2').selector).toEqual({ matchLabels: { app: 'reviews', version: 'v2' } });
    expect(made.allowed('reviews-v2')).toEqual(['cluster.local/ns/shop/sa/tester GET /reviews/* :9080']);
    expect(made.allowed('reviews')).toEqual([]);
    expect(made.openings('reviews-v2')).toEqual({ ingress: ['shop/app=tester TCP:9080'], egress: [] });
    expect(made.openings('reviews')).toEqual({ ingress: [] });
    expect(made.openings('tester').egress).toEqual(['shop/app=reviews,version=v2 TCP:9080']);
    expect(grant.objects.map(object => `${object.kind}/${object.name}`).sort()).toEqual([
      'AuthorizationPolicy/reviews-v2', 'NetworkPolicy/reviews-v2', 'NetworkPolicy/tester', 'Sidecar/tester',
    ]);
  });

  it('that gets no traffic cannot be called alone', () => {
    const { app, shop, reviews } = canary({ v1: 100 });
    const v2 = reviews.addVersion('v2', { image: 'reviews-v2:1' });
    new LeastPrivilegeWorkload(shop, 'tester', { image: 'tester:1' }).calls.to(v2, HttpCall.get('/reviews/*'));
    expect(() => app.synthYaml()).toThrow("[shop/reviews] version 'v2' is called by 'shop/tester' and has weight 0, so no request reaches it; give it a weight, or call the service.");
  });

  it('may be an existing workload', () => {
    const { app, shop, reviews } = canary({ v1: 50 });
    const v2 = reviews.addVersion('v2', { workload: new Deployment(shop, 'other', { containers: [{ image: 'reviews-v2:1' }] }), weight: 50 });
    const made = Manifests.of(app);
    expect(v2.apiObject.name).toBe('other');
    expect(() => v2.deployment).toThrow("use 'apiObject'");
    expect(made.pod('Deployment', 'other').metadata.labels).toMatchObject({ app: 'reviews', version: 'v2' });
    expect(made.pod('Deployment', 'other').spec.serviceAccountName).toBe('reviews-v2');
  });

  it('may share an identity with others, on purpose', () => {
    const { app, shop, reviews } = canary({});
    const serviceAccount = new ServiceAccount(shop, 'account', { metadata: { name: 'reviews' } });
    const versions = ['v1', 'v2'].map(version => reviews.addVersion(version, { image: `reviews-${version}:1`, weight: 50, serviceAccount }));
    versions[1].calls.to(new LeastPrivilegeWorkload(shop, 'ratings', { image: 'ratings:1', port: 9080 }), HttpCall.get('/ratings/*'));
    const made = Manifests.of(app);
    expect(versions.map(version => version.principal)).toEqual(['cluster.local/ns/shop/sa/reviews', 'cluster.local/ns/shop/sa/reviews']);
    expect(made.names('ServiceAccount')).toEqual(['ratings', 'reviews']);
    expect(made.allowed('ratings')).toEqual(['cluster.local/ns/shop/sa/reviews GET /ratings/* :9080']);
    // Identity no longer tells the versions apart; the network and the callers' proxies still do.
    expect(made.openings('ratings').ingress).toEqual(['shop/app=reviews,version=v2 TCP:9080']);
    expect(made.known('reviews-v1')).toEqual(['~/*']);
  });

  it('is hardened as any workload', () => {
    const { app } = canary({ v1: 100 });
    const pod = Manifests.of(app).pod('Deployment', 'reviews-v1').spec;
    expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { seccompProfile: { type: 'RuntimeDefault' } } });
    expect(pod.containers[0].securityContext.capabilities).toEqual({ drop: ['ALL'] });
    expect(pod.containers[0].ports).toEqual([{ containerPort: 9080, name: 'http' }]);
  });
});

describe('The whole canary as a caller', () => {
  it('is every version, those that are added later too', () => {
    const { app, shop, reviews } = canary({ v1: 100 });
    reviews.calls.to(new LeastPrivilegeWorkload(shop, 'ratings', { image: 'ratings:1', port: 9080 }), HttpCall.get('/ratings/*'));
    reviews.addVersion('v2', { image: 'reviews-v2:1' });
    const made = Manifests.of(app);
    expect(made.allowed('ratings')).toEqual([
      'cluster.local/ns/shop/sa/reviews-v1 GET /ratings/* :9080', 'cluster.local/ns/shop/sa/reviews-v2 GET /ratings/* :9080',
    ]);
    for (const version of ['reviews-v1', 'reviews-v2']) {
      expect(made.known(version)).toEqual(['shop/ratings.shop.svc.cluster.local']);
      expect(made.openings(version).egress).toEqual(['shop/app=ratings TCP:9080']);
    }
  });
});

describe('Weights', () => {
  it('of a single version need not be said', () => {
    const made = Manifests.of(canary({ v1: undefined }).app);
    expect(destinations(made.spec('VirtualService', 'reviews').http[0].route)).toEqual(['v1 -']);
  });

  it('that leave all to one version name it alone', () => {
    const made = Manifests.of(canary({ v1: 0, v2: 100 }).app);
    expect(destinations(made.spec('VirtualService', 'reviews').http[0].route)).toEqual(['v2 -']);
  });

  it('are in the order of the versions, however they are added', () => {
    const made = Manifests.of(canary({ v3: 10, v1: 50, v2: 40 }).app);
    expect(destinations(made.spec('VirtualService', 'reviews').http[0].route)).toEqual(['v1 50', 'v2 40', 'v3 10']);
  });

  it.each<[string, Versions, string]>([
    ['do not add up', { v1: 80, v2: 10 }, '[shop/reviews] weights add up to 90 (v1 80, v2 10); they must add up to 100.'],
    ['are negative', { v1: 120, v2: -20 }, "weight -20 of version 'v2' is not a share"],
    ['are fractions', { v1: 99.5, v2: 0.5 }, "weight 0.5 of version 'v2' is not a share"],
    ['are all left out', { v1: undefined, v2: undefined }, 'weights add up to 0 (v1 0, v2 0)'],
  ])('that %s are refused', (_, versions, problem) => {
    expect(refusal(canary(versions).app)).toContain(problem);
  });
});

describe('Several ports', () => {
  it('are each split, HTTP and TCP', () => {
    const ports = [WorkloadPort.http(80, { targetPort: 8080 }), WorkloadPort.grpc(90), WorkloadPort.tcp(3306)];
    const { app, shop, reviews } = canary({ v1: 60, v2: 40 }, { ports });
    new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' }).calls.to(reviews,
      HttpCall.get('/reviews/*').onPort('http'), GrpcCall.service('shop.Reviews').onPort('grpc'), TcpCall.port('tcp'));
    const made = Manifests.of(app);
    const { http, tcp } = made.spec('VirtualService', 'reviews');
    expect(http.map((route: any) => [route.match, destinations(route.route), route.route[0].destination.port.number])).toEqual([
      [[{ port: 80 }], ['v1 60', 'v2 40'], 80], [[{ port: 90 }], ['v1 60', 'v2 40'], 90],
    ]);
    expect(tcp.map((route: any) => [route.match, destinations(route.route), route.route[0].destination.port.number])).toEqual([
      [[{ port: 3306 }], ['v1 60', 'v2 40'], 3306],
    ]);
    expect(made.openings('reviews').ingress).toEqual(['shop/app=web TCP:3306', 'shop/app=web TCP:8080', 'shop/app=web TCP:90']);
    expect(made.container('reviews-v1').ports.map((port: any) => port.containerPort)).toEqual([8080, 90, 3306]);
  });

  it('without HTTP are split as TCP alone', () => {
    const made = Manifests.of(canary({ v1: 100 }, { ports: [WorkloadPort.tcp(3306)] }).app);
    expect(made.spec('VirtualService', 'reviews')).toEqual({
      hosts: [HOST], tcp: [{ route: [{ destination: { host: HOST, subset: 'v1', port: { number: 3306 } } }] }],
    });
  });
});

describe('CanaryService is refused', () => {
  it('without a version, without a port, or with a version twice', () => {
    expect(refusal(canary({}).app)).toContain('has no version; add one with addVersion()');
    expect(refusal(canary({ v1: 100 }, {}).app)).toContain("has no port, so nothing can be split; give a 'port' or 'ports'");
    const { app, reviews } = canary({ v1: 100 });
    reviews.addVersion('v1', { image: 'other:1' });
    expect(refusal(app)).toContain("[shop/reviews] version 'v1' is added twice");
  });
});

describe('What the canary stands for', () => {
  it('can be found and patched', () => {
    const { reviews } = canary({ v1: 100 });
    const kinds = [
      reviews.destinationRule, reviews.virtualService, reviews.authorizationPolicy, reviews.networkPolicy, ApiObject.of(reviews.service!),
    ].map(object => `${object.kind}/${object.name}`);
    expect(kinds).toEqual(['DestinationRule/reviews', 'VirtualService/reviews', 'AuthorizationPolicy/reviews', 'NetworkPolicy/reviews', 'Service/reviews']);
  });
});
