import type { Version } from './_versions';
import { bookinfo, difference, object, said } from './_versions';
import type { AccessChangeLayer } from '../../../src/analysis/access-diff/access-change';
import { authorization, networking, peerAuthentication } from '../world';

/* Bookinfo, weakened: each weakening is new access at its layer, with the object that brings it. */

interface Weakening {
  readonly what: string;
  readonly weaken: (version: Version) => unknown;
  readonly layer: AccessChangeLayer | `${AccessChangeLayer}`;
  readonly says: string;
  readonly before: string;
  readonly after: string | undefined;
}

const DETAILS = 'bookinfo/details-v1';
const WEAKENINGS: readonly Weakening[] = [
  {
    what: 'a path that is widened',
    weaken: version => { version.get('AuthorizationPolicy', 'details').spec.rules[0].to[0].operation.paths = ['/*']; },
    layer: 'identity',
    says: `identity: bookinfo/productpage-v1 -> ${DETAILS} 9080: GET /* except /details/*`,
    before: 'AuthorizationPolicy details',
    after: 'AuthorizationPolicy details',
  },
  {
    what: 'policies that are dropped',
    weaken: version => version.drop('AuthorizationPolicy', 'details', 'deny-all'),
    layer: 'identity',
    says: `identity: any identity -> ${DETAILS} any other port: anything`,
    before: 'AuthorizationPolicy details',
    after: undefined,
  },
  {
    what: 'PERMISSIVE mutual TLS, which AuthorizationPolicies still make up for',
    weaken: version => version.add(peerAuthentication('bookinfo/loose', { selector: { matchLabels: { app: 'details' } }, mtls: { mode: 'PERMISSIVE' } })),
    layer: 'mutualTls',
    says: `mutualTls: anyone without identity -> ${DETAILS} any port: anything`,
    before: 'PeerAuthentication default',
    after: 'PeerAuthentication loose',
  },
  {
    what: 'an inbound port that goes around the proxy',
    weaken: version => { version.get('Deployment', 'details-v1').spec.template.metadata.annotations = { 'traffic.sidecar.istio.io/excludeInboundPorts': '9080' }; },
    layer: 'identity',
    says: `identity: anyone without identity -> ${DETAILS} 9080: anything`,
    before: 'PeerAuthentication default',
    after: 'Deployment details-v1',
  },
  {
    what: 'a second Sidecar that wins over the first, and which policies still make up for',
    weaken: version => version.add(networking('Sidecar', 'bookinfo/a-second', {
      workloadSelector: { labels: { app: 'productpage' } }, egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    })),
    layer: 'sidecar',
    says: 'sidecar: bookinfo/productpage-v1 -> ratings.bookinfo.svc.cluster.local 9080: anything',
    before: 'Sidecar productpage',
    after: 'Sidecar a-second',
  },
  {
    what: 'a Sidecar that lets through what it does not know',
    weaken: version => { version.get('Sidecar', 'productpage').spec.outboundTrafficPolicy.mode = 'ALLOW_ANY'; },
    layer: 'sidecar',
    says: 'sidecar: bookinfo/productpage-v1 -> whatever its proxy does not know any port: anything',
    before: 'Sidecar productpage',
    after: 'Sidecar productpage',
  },
  {
    what: 'a NetworkPolicy that is opened to everybody, while the pods that there are may not go out',
    weaken: version => { version.get('NetworkPolicy', 'details').spec.ingress = [{}]; },
    layer: 'networkPolicy',
    says: `networkPolicy: anyone -> ${DETAILS} any port: anything`,
    before: 'NetworkPolicy default-deny',
    after: 'NetworkPolicy details',
  },
  {
    what: 'an address to which a workload may go out',
    weaken: version => { version.get('NetworkPolicy', 'details').spec.egress.push({ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ port: 443 }] }); },
    layer: 'networkPolicy',
    says: `networkPolicy: ${DETAILS} -> addresses 203.0.113.0/24 443: anything`,
    before: 'NetworkPolicy default-deny',
    after: 'NetworkPolicy details',
  },
  {
    what: 'an ALLOW of the root namespace',
    weaken: version => version.add(authorization('istio-system/all', { rules: [{ to: [{ operation: { paths: ['/open'] } }] }] })),
    layer: 'identity',
    says: `identity: any identity -> ${DETAILS} any port: HTTP /open`,
    before: 'AuthorizationPolicy details',
    after: 'AuthorizationPolicy all',
  },
  {
    what: 'an allow-all policy at a callee that its callers cannot see',
    weaken: version => version.add(authorization('bookinfo/open', { selector: { matchLabels: { app: 'ratings' } }, rules: [{}] })),
    layer: 'identity',
    says: 'identity: any identity except bookinfo/reviews-v2, bookinfo/reviews-v3 -> bookinfo/ratings-v1 9080: any HTTP',
    before: 'AuthorizationPolicy ratings',
    after: 'AuthorizationPolicy open',
  },
  {
    what: 'a service account that another workload takes',
    weaken: version => { version.get('Deployment', 'details-v1').spec.template.spec.serviceAccountName = 'bookinfo-reviews-v2'; },
    layer: 'identity',
    says: `identity: ${DETAILS} -> bookinfo/ratings-v1 9080: GET /ratings/*`,
    before: 'AuthorizationPolicy ratings',
    after: 'AuthorizationPolicy ratings',
  },
];

test.each(WEAKENINGS)('$what', ({ weaken, layer, says, before, after }) => {
  const version = bookinfo();
  weaken(version);
  const { allowed, hasNewAccess } = difference(bookinfo().objects, version.objects);
  expect(hasNewAccess).toBe(true);
  expect(allowed.map(said)).toContain(says);
  const change = allowed.find(one => said(one) === says);
  expect(change?.layer).toBe(layer);
  expect([object(change, 'before'), object(change, 'after')]).toEqual([before, after]);
  expect(change?.example?.before.verdict).toBe('DENY');
  expect(change?.example?.after.verdict).toBe('ALLOW');
});

test('what was weakened and is mended brings no new access', () => {
  // Mending a port that went around the proxy brings back the calls that this broke.
  for (const { weaken } of WEAKENINGS.filter(({ says }) => !says.includes('without identity') && !says.includes('GET /ratings'))) {
    const version = bookinfo();
    weaken(version);
    expect(difference(version.objects, bookinfo().objects).allowed.map(said)).toEqual([]);
  }
});
