import type { Comparison, OnPurpose } from './compare';
import { synthesized, upstreamManifests } from './compare';
import { Bookinfo, BookinfoDatabase, ExternalAddresses, UpstreamBookinfo } from 'cdk8s-istio';
import type { BookinfoProps } from 'cdk8s-istio';

const HARDENED: OnPurpose = {
  replaced: {
    'ServiceAccount/bookinfo-reviews': ['v1', 'v2', 'v3'].map(version => `ServiceAccount/bookinfo-reviews-${version}`),
    'VirtualService/bookinfo': ['VirtualService/bookinfo-gateway'],
  },
  changed: {
    'Deployment/reviews-v1': ['spec.template.spec.serviceAccountName'],
    'Deployment/reviews-v2': ['spec.template.spec.serviceAccountName'],
    'Deployment/reviews-v3': ['spec.template.spec.serviceAccountName'],
    'Gateway/bookinfo-gateway': ['spec.servers[0].port.number', 'spec.servers[0].hosts[0]'],
  },
};

/** Upstream repeats it where ours refers to the Secret. */
const PASSWORD = 'spec.template.spec.containers[ratings].env[MYSQL_DB_PASSWORD].value';

/** What is deployed beside the six workloads, and where it differs from upstream's files on purpose. */
const VARIANTS: readonly { readonly files: readonly string[]; readonly props: BookinfoProps; readonly onPurpose: OnPurpose }[] = [
  {
    files: ['bookinfo-db', 'bookinfo-ratings-v2'],
    props: { databases: [BookinfoDatabase.mongodb()] },
    onPurpose: { changed: {} },
  },
  {
    files: ['bookinfo-mysql', 'bookinfo-ratings-v2-mysql'],
    props: { databases: [BookinfoDatabase.mysql()] },
    onPurpose: { changed: { 'Deployment/ratings-v2-mysql': [PASSWORD] } },
  },
  {
    files: ['bookinfo-ratings-v2-mysql-vm'],
    props: { databases: [BookinfoDatabase.mysqlVm({ address: '192.0.2.7' })] },
    onPurpose: { changed: { 'Deployment/ratings-v2-mysql-vm': [PASSWORD] } },
  },
  {
    files: ['bookinfo-details-v2'],
    props: { googleApis: ExternalAddresses.anyPublic().because('a demo') },
    onPurpose: { changed: {} },
  },
];

/** Istio's sample application beside Istio's files. */
export function compareBookinfo(comparison: Comparison): void {
  const upstream = upstreamManifests('bookinfo', 'platform/kube/bookinfo.yaml', 'networking/bookinfo-gateway.yaml');
  if (upstream) {
    comparison.plain('UpstreamBookinfo', upstream, synthesized('bookinfo', app => new UpstreamBookinfo(app, 'bookinfo')), ['Namespace/bookinfo']);
    comparison.hardened('Bookinfo', upstream, synthesized('bookinfo', app => new Bookinfo(app, 'bookinfo')), HARDENED);
  }
  for (const { files, props, onPurpose } of VARIANTS) {
    const variant = upstreamManifests('bookinfo', ...files.map(file => `platform/kube/${file}.yaml`));
    if (variant) {
      comparison.hardened(`Bookinfo with ${files.join(', ')}`, variant, synthesized('bookinfo', app => new Bookinfo(app, 'bookinfo', props)), onPurpose);
    }
  }
}
