import type { Comparison, Manifests } from './compare';
import { upstreamManifests } from './compare';
import { adopt } from '../../src/adopt/adopt';
import { readObjects } from '../../src/adopt/read-objects';

/** Files beside Bookinfo's own: routes, policies and further versions. */
const BOOKINFO = [
  'destination-rule-all', 'destination-rule-all-mtls', 'destination-rule-reviews', 'egress-rule-google-apis', 'fault-injection-details-v1', 'virtual-service-all-v1',
  'virtual-service-details-v2', 'virtual-service-ratings-db', 'virtual-service-ratings-mysql', 'virtual-service-ratings-test-abort', 'virtual-service-ratings-test-delay',
  'virtual-service-reviews-50-v3', 'virtual-service-reviews-80-20', 'virtual-service-reviews-90-10', 'virtual-service-reviews-jason-v2-v3',
  'virtual-service-reviews-test-v2', 'virtual-service-reviews-v2-v3', 'virtual-service-reviews-v3',
].map(name => `networking/${name}.yaml`).concat([
  'bookinfo-db', 'bookinfo-details-v2', 'bookinfo-ingress', 'bookinfo-mysql', 'bookinfo-ratings-v2', 'bookinfo-ratings-v2-mysql', 'productpage-nodeport',
].map(name => `platform/kube/${name}.yaml`));

const TRAVELS: { readonly [namespace: string]: readonly string[] } = {
  'travel-agency': ['travel_agency.yaml', 'travels-v2.yaml', 'travels-v3.yaml', 'mysql-v2.yaml', 'mysql-v3.yaml'],
  'travel-portal': ['travel_portal.yaml'],
  'travel-control': ['travel_control.yaml'],
};

/** Apps that adopt upstream's files, as they are: each allows what the files allow, and no object says anything else. */
export function compareAdoption(comparison: Comparison): void {
  console.log('adopted: the same access, in every layer, and the same objects');
  const bookinfo = upstreamManifests('bookinfo', 'platform/kube/bookinfo.yaml', 'networking/bookinfo-gateway.yaml');
  if (bookinfo) {
    adopted(comparison, 'Bookinfo', { bookinfo });
    for (const file of BOOKINFO) {
      // Routes name subsets, which upstream's tutorials define before.
      const more = upstreamManifests('bookinfo', ...file.includes('virtual-service') ? ['networking/destination-rule-all.yaml'] : [], file);
      if (more) { adopted(comparison, `Bookinfo with ${file}`, { bookinfo: new Map([...bookinfo, ...more]) }); }
    }
  }
  for (const [title, count] of [['Travel demo', 1], ['Travel demo in all versions', Infinity]] as const) {
    const parts = Object.entries(TRAVELS).map(([namespace, files]) => [namespace, upstreamManifests('travels', ...files.slice(0, count))] as const);
    const found = parts.flatMap(([namespace, manifests]) => (manifests ? [[namespace, manifests] as const] : []));
    if (found.length === parts.length) { adopted(comparison, title, Object.fromEntries(found)); }
  }
}

function adopted(comparison: Comparison, title: string, byNamespace: { readonly [namespace: string]: Manifests }): void {
  const manifests = Object.entries(byNamespace).flatMap(([file, objects]) => [...objects.values()].map(object => ({ object, origin: { file } })));
  const { outcome: { problems, changed, access }, kept } = adopt(readObjects(manifests, file => file), [], title);
  comparison.holds(`${title} (${kept.length} of ${manifests.length} objects kept as they were)`, [
    ...problems.map(({ path, message }) => `${path}: ${message}`),
    ...changed.map(({ object, changes }) => `${object.kind}/${object.name}: ${changes.join(', ')}`),
    ...access === undefined ? ['access is not known'] : [...access.allowed, ...access.denied, ...access.undecided].map(change => JSON.stringify(change)),
  ]);
}
