import { Bookinfo, UpstreamBookinfo } from 'cdk8s-istio';
import type { Comparison, OnPurpose } from './compare';
import { synthesized, upstreamManifests } from './compare';

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

/** Istio's sample application beside Istio's files. */
export function compareBookinfo(comparison: Comparison): void {
  const upstream = upstreamManifests('bookinfo', 'platform/kube/bookinfo.yaml', 'networking/bookinfo-gateway.yaml');
  if (upstream) {
    comparison.plain('UpstreamBookinfo', upstream, synthesized('bookinfo', app => new UpstreamBookinfo(app, 'bookinfo')), ['Namespace/bookinfo']);
    comparison.hardened('Bookinfo', upstream, synthesized('bookinfo', app => new Bookinfo(app, 'bookinfo')), HARDENED);
  }
}
