import type { Comparison } from './compare';
import { synthesized, upstreamManifests } from './compare';
import { TravelDemo, UpstreamTravelDemo } from 'cdk8s-istio';

/** Which of upstream's files are applied in which namespace. */
const FILES: { readonly [namespace: string]: readonly string[] } = {
  'travel-agency': ['travel_agency.yaml', 'travels-v2.yaml', 'travels-v3.yaml', 'mysql-v2.yaml', 'mysql-v3.yaml'],
  'travel-portal': ['travel_portal.yaml', 'travel_loadtester.yaml'],
  'travel-control': ['travel_control.yaml'],
};

/** Proxies are told by a Telemetry which tags their spans carry. */
const TAGGED = ["spec.template.metadata.annotations.'proxy.istio.io/config'"];
const CHANGED = Object.fromEntries([
  ...['cars', 'discounts', 'flights', 'hotels'].map(app => `${app}-v1`),
  ...['v1', 'v2', 'v3'].map(version => `travels-${version}`),
  'voyages', 'viaggi', 'travels',
].map(deployment => [`Deployment/${deployment}`, TAGGED]));

/** Kiali's demo beside Kiali's files. */
export function compareTravelDemo(comparison: Comparison): void {
  for (const [namespace, files] of Object.entries(FILES)) {
    const upstream = upstreamManifests('travels', ...files);
    if (upstream) {
      comparison.plain(`UpstreamTravelDemo, ${namespace}`, upstream,
        synthesized(namespace, app => new UpstreamTravelDemo(app, 'travel-demo', { loadtester: true })), [`Namespace/${namespace}`]);
      comparison.hardened(`TravelDemo, ${namespace}`, upstream,
        synthesized(namespace, app => new TravelDemo(app, 'travel-demo', { loadtester: true })), { changed: CHANGED });
    }
  }
}
