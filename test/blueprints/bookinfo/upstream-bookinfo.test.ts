import { App } from 'cdk8s';
import { Manifests } from '../../_manifests';
import { BookinfoTutorial, UpstreamBookinfo } from 'cdk8s-istio';
import type { UpstreamBookinfoProps } from 'cdk8s-istio';

function upstream(props?: UpstreamBookinfoProps): Manifests {
  const app = new App();
  new UpstreamBookinfo(app, 'bookinfo', props);
  return Manifests.of(app);
}

/** What a tutorial adds to upstream's objects. */
function added(tutorial: BookinfoTutorial, namespace = 'bookinfo'): string[] {
  const plain = upstream({ namespace }).ids;
  const ids = upstream({ namespace, tutorial }).ids;
  expect(plain.filter(id => !ids.includes(id))).toEqual([]);
  return ids.filter(id => !plain.includes(id));
}

describe('UpstreamBookinfo', () => {
  const made = upstream();

  it('is these objects', () => {
    expect(made.yaml).toMatchSnapshot();
  });

  it('has no policy, and hardens nothing', () => {
    expect(new Set(made.all.map(one => one.kind))).toEqual(new Set(['Namespace', 'ServiceAccount', 'Service', 'Deployment', 'Gateway', 'VirtualService']));
    for (const name of made.names('Deployment')) {
      expect(made.pod('Deployment', name).spec).not.toHaveProperty('securityContext');
      expect(made.container(name)).not.toHaveProperty('securityContext');
      expect(made.container(name)).not.toHaveProperty('resources');
    }
  });

  it('shares one service account among the versions of reviews, as upstream does', () => {
    expect(made.names('ServiceAccount')).toEqual(['bookinfo-details', 'bookinfo-productpage', 'bookinfo-ratings', 'bookinfo-reviews']);
  });

  it('injects proxies, and lets Pod Security be', () => {
    expect(made.get('Namespace', 'bookinfo').metadata.labels).toMatchObject({
      'istio-injection': 'enabled', 'pod-security.kubernetes.io/enforce': 'privileged', 'pod-security.kubernetes.io/warn': 'privileged',
    });
  });

  it('gives its objects by kind and name', () => {
    const books = new UpstreamBookinfo(new App(), 'bookinfo');
    expect(books.object('Deployment', 'reviews-v2').name).toBe('reviews-v2');
    expect(() => books.object('Deployment', 'reviews-v9')).toThrow("upstream has no Deployment 'reviews-v9'");
  });

  it('without the namespace is exactly the objects of upstream', () => {
    const plain = upstream({ adopt: true });
    expect(plain.names('Namespace')).toEqual([]);
    expect(plain.all).toHaveLength(16);
  });
});

describe('The tutorials', () => {
  it('change no object of upstream', () => {
    const plain = upstream();
    for (const tutorial of Object.values(BookinfoTutorial)) {
      const made = upstream({ tutorial });
      for (const object of plain.all) {
        expect(made.get(object.kind, object.metadata.name, object.metadata.namespace)).toEqual(object);
      }
    }
  });

  it('SIDECAR: a Sidecar for productpage alone, by fully qualified hosts, closed to the rest', () => {
    expect(added(BookinfoTutorial.SIDECAR)).toEqual(['Sidecar/sidecar-productpage']);
    expect(upstream({ tutorial: BookinfoTutorial.SIDECAR }).spec('Sidecar', 'sidecar-productpage')).toEqual({
      workloadSelector: { labels: { app: 'productpage' } },
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      egress: [{ hosts: ['bookinfo/details.bookinfo.svc.cluster.local', 'bookinfo/reviews.bookinfo.svc.cluster.local', 'istio-system/*'] }],
    });
  });

  it('NETWORK_POLICY: NetworkPolicies for the call graph and the baseline, and nothing of Istio', () => {
    expect(added(BookinfoTutorial.NETWORK_POLICY)).toEqual(['default-deny', 'details', 'productpage', 'ratings', 'reviews'].map(name => `NetworkPolicy/${name}`));
    const made = upstream({ tutorial: BookinfoTutorial.NETWORK_POLICY });
    expect(made.openings('default-deny').egress).toHaveLength(3);
    expect(made.openings('productpage')).toEqual({
      ingress: ['istio-system/istio=ingressgateway TCP:9080'], egress: ['bookinfo/app=details TCP:9080', 'bookinfo/app=reviews TCP:9080'],
    });
    expect(made.openings('details')).toEqual({ ingress: ['bookinfo/app=productpage TCP:9080'], egress: [] });
    expect(made.openings('reviews')).toEqual({ ingress: ['bookinfo/app=productpage TCP:9080'], egress: ['bookinfo/app=ratings TCP:9080'] });
    expect(made.openings('ratings')).toEqual({ ingress: ['bookinfo/app=reviews TCP:9080'], egress: [] });
  });

  it('STRICT_MTLS: for the namespace, under the name default', () => {
    expect(added(BookinfoTutorial.STRICT_MTLS, 'default')).toEqual(['PeerAuthentication/default']);
    const made = upstream({ namespace: 'default', tutorial: BookinfoTutorial.STRICT_MTLS });
    expect(made.get('PeerAuthentication', 'default').metadata.namespace).toBe('default');
    expect(made.spec('PeerAuthentication', 'default')).toEqual({ mtls: { mode: 'STRICT' } });
  });

  it('DENY_ALL: an AuthorizationPolicy that is empty', () => {
    expect(added(BookinfoTutorial.DENY_ALL, 'default')).toEqual(['PeerAuthentication/default', 'AuthorizationPolicy/deny-all']);
    expect(upstream({ tutorial: BookinfoTutorial.DENY_ALL }).spec('AuthorizationPolicy', 'deny-all')).toEqual({});
  });

  it('DETAILS_VIEWER: productpage may GET /details/* of details', () => {
    expect(added(BookinfoTutorial.DETAILS_VIEWER, 'default')).toEqual([
      'PeerAuthentication/default', 'AuthorizationPolicy/deny-all', 'AuthorizationPolicy/details-viewer',
    ]);
    const { selector, action, rules } = upstream({ namespace: 'default', tutorial: BookinfoTutorial.DETAILS_VIEWER }).spec('AuthorizationPolicy', 'details-viewer');
    expect(selector).toEqual({ matchLabels: { app: 'details' } });
    expect(action).toBe('ALLOW');
    expect(rules).toHaveLength(1);
    expect(rules[0].from).toEqual([{ source: { principals: ['cluster.local/ns/default/sa/bookinfo-productpage'] } }]);
    expect(rules[0].to).toHaveLength(1);
    expect(rules[0].to[0].operation).toMatchObject({ methods: ['GET'], paths: ['/details/*'] });
  });

  it('RATINGS_FROM_REVIEWS: reviews may GET /ratings/* of ratings', () => {
    expect(added(BookinfoTutorial.RATINGS_FROM_REVIEWS)).toEqual([
      'PeerAuthentication/default', 'AuthorizationPolicy/deny-all', 'AuthorizationPolicy/ratings-viewer',
    ]);
    const made = upstream({ tutorial: BookinfoTutorial.RATINGS_FROM_REVIEWS });
    expect(made.spec('AuthorizationPolicy', 'ratings-viewer').selector).toEqual({ matchLabels: { app: 'ratings' } });
    expect(made.allowed('ratings-viewer')).toEqual(['cluster.local/ns/bookinfo/sa/bookinfo-reviews GET /ratings/* :9080']);
  });

  it('in a namespace of somebody else leave out what holds for all of it', () => {
    const kinds = (tutorial: BookinfoTutorial) => upstream({ adopt: true, namespace: 'default', tutorial }).ids.filter(id => /Namespace|Policy|PeerAuth|Sidecar/.test(id));
    expect(kinds(BookinfoTutorial.SIDECAR)).toEqual(['Sidecar/sidecar-productpage']);
    expect(kinds(BookinfoTutorial.DENY_ALL)).toEqual([]);
    expect(kinds(BookinfoTutorial.DETAILS_VIEWER)).toEqual(['PeerAuthentication/details', 'AuthorizationPolicy/details-viewer']);
  });
});
