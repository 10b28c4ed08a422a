import type { Comparison, Manifests } from './compare';
import { synthesized, upstreamManifests } from './compare';
import type { Json } from './fields';
import { ROUTINGS } from '../../examples/bookinfo/networking/routings';
import { Bookinfo } from 'cdk8s-istio';

/** Rules of upstream's that nothing reaches, and that ours leave out: how many of a file count. */
const REACHED: { readonly [routing: string]: number } = { 'fault-injection-details-v1': 1 };

/** What a VirtualService says of a host: who goes to which version, by which share, after which fault. */
function rulesOf(routing: Manifests, app: string): Json[] | undefined {
  const http: Json[] | undefined = routing.get(`VirtualService/${app}`)?.spec.http;
  return http?.map(({ match, fault, route }) => ({
    match: match ?? 'everything',
    fault: fault ?? 'none',
    // The Service leads to v1 where there is nothing else.
    to: Object.fromEntries(route.map(({ destination, weight }: Json) => [destination.subset ?? 'v1', weight ?? 100])),
  }));
}

/** Every routing of Bookinfo beside upstream's file of that name. */
export function compareRoutings(comparison: Comparison): void {
  for (const [name, props] of Object.entries(ROUTINGS)) {
    const file = name.startsWith('fault-injection') ? name : `virtual-service-${name}`;
    const upstream = upstreamManifests('bookinfo', `networking/${file}.yaml`);
    if (!upstream) {
      continue;
    }
    console.log(`BookinfoRouting ${name}: where requests go, by ${file}.yaml`);
    const ours = synthesized('bookinfo', app => new Bookinfo(app, 'bookinfo', props));
    for (const app of ['details', 'productpage', 'ratings', 'reviews']) {
      const theirs = rulesOf(upstream, app)?.slice(0, REACHED[name]);
      if (theirs) {
        comparison.same(`VirtualService/${app}`, { rules: theirs } as Json, { rules: rulesOf(ours, app) ?? [{ match: 'everything', fault: 'none', to: { v1: 100 } }] } as Json);
      }
    }
  }
}
