import { App } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-27';
import type { Manifest } from '../_manifests';
import { Manifests } from '../_manifests';
import { CanaryService, HttpCall, LeastPrivilegeWorkload, SecureNamespace } from 'cdk8s-istio';

/* A workload becomes a service of several versions: what is in the cluster by then must take the change. */

/** What Kubernetes lets nobody change in an object that exists. */
function immutable({ kind, spec }: Manifest): unknown {
  switch (kind) {
    case 'Deployment': case 'DaemonSet': return spec.selector;
    case 'StatefulSet': return [spec.selector, spec.serviceName, spec.volumeClaimTemplates, spec.podManagementPolicy];
    case 'Service': return spec.clusterIP;
    case 'Job': return [spec.selector, spec.template, spec.completions];
    default: return undefined;
  }
}

function synth(declare: (shop: SecureNamespace) => void): Manifests {
  const app = new App();
  declare(new SecureNamespace(app, 'shop'));
  return Manifests.of(app);
}

const IMAGES = { v1: { image: 'reviews:1' }, v2: { image: 'reviews:2' } };

/** What runs v1, however it came to be. */
const WAYS: [string, (shop: SecureNamespace) => object][] = [
  ['made here', () => IMAGES.v1],
  ['made here, under another name', () => ({ ...IMAGES.v1, deploymentName: 'reviews' })],
  ['made by cdk8s-plus, with a selector of its own', shop => ({ workload: new Deployment(shop, 'old', { containers: [{ image: 'reviews:1', portNumber: 9080 }] }) })],
];

describe.each(WAYS)('A workload that was %s', (_, v1) => {
  const before = synth(shop => {
    const reviews = new LeastPrivilegeWorkload(shop, 'reviews', { port: 9080, ...v1(shop) });
    const ratings = new LeastPrivilegeWorkload(shop, 'ratings', { image: 'ratings:1', port: 9080 });
    reviews.calls.to(ratings, HttpCall.get('/ratings/*'));
    new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' }).calls.to(reviews, HttpCall.get('/reviews/*'));
  });
  const after = synth(shop => {
    const reviews = new CanaryService(shop, 'reviews', { port: 9080 });
    const ratings = new LeastPrivilegeWorkload(shop, 'ratings', { image: 'ratings:1', port: 9080 });
    // The account that it had: callees know pods that still run by it.
    reviews.addVersion('v1', { ...v1(shop), serviceAccountName: 'reviews', weight: 90 }).calls.to(ratings, HttpCall.get('/ratings/*'));
    reviews.addVersion('v2', { ...IMAGES.v2, weight: 10 }).calls.to(ratings, HttpCall.get('/ratings/*'));
    new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' }).calls.to(reviews, HttpCall.get('/reviews/*'));
  });
  const of = (manifests: Manifests, { kind, metadata: { name } }: Manifest) =>
    manifests.all.find(one => one.kind === kind && one.metadata.name === name);

  it('becomes a canary without a change of anything that may not change', () => {
    const kept = before.all.filter(one => of(after, one) !== undefined);
    expect(kept.filter(({ kind }) => kind === 'Deployment')).toHaveLength(3);
    expect(kept.map(immutable)).toEqual(kept.map(one => immutable(of(after, one)!)));
  });

  it('changes nothing of its pods but a label of cdk8s-plus, which follows from where they are declared: they are replaced one by one', () => {
    const deployment = before.all.find(({ kind, spec }) => kind === 'Deployment' && spec.template.metadata.labels.app === 'reviews')!;
    const { 'cdk8s.io/metadata.addr': _was, ...labels } = deployment.spec.template.metadata.labels;
    const { 'cdk8s.io/metadata.addr': _is, ...now } = of(after, deployment)!.spec.template.metadata.labels;
    expect(now).toEqual(labels);
    expect(of(after, deployment)!.spec.template.spec).toEqual(deployment.spec.template.spec);
  });

  it('keeps its Service, with every version behind it', () => {
    expect(after.get('Service', 'reviews')).toEqual(before.get('Service', 'reviews'));
    expect(after.all.filter(({ kind, spec }) => kind === 'Deployment' && spec.template.metadata.labels.app === 'reviews')
      .map(({ spec }) => spec.template.metadata.labels.version).sort()).toEqual(['v1', 'v2']);
  });

  it('keeps its identity where callees know it', () => {
    expect(before.allowed('ratings')).toEqual(['cluster.local/ns/shop/sa/reviews GET /ratings/* :9080']);
    expect(after.allowed('ratings')).toEqual(['cluster.local/ns/shop/sa/reviews GET /ratings/* :9080', 'cluster.local/ns/shop/sa/reviews-v2 GET /ratings/* :9080']);
  });

  it('leaves one object to be removed: the Sidecar that knew every version', () => {
    const gone = before.all.filter(one => of(after, one) === undefined).map(({ kind, metadata: { name } }) => `${kind}/${name}`);
    expect(gone).toEqual(['Sidecar/reviews']);
  });
});
