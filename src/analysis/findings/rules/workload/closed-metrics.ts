import { peerMode } from '../../../decision/inbound';
import { hasSidecar, interceptsInbound } from '../../../decision/proxies';
import type { Workload } from '../../../model';
import type { Rule } from '../../rule';
import { PodIsolation } from '../../world/pod-isolation';
import { templateOf } from '../../world/pod-templates';
import type { World } from '../../world/world';

/** Where the proxy serves its own metrics and the application's, unless they are told apart. */
const MERGED = 15020;
const SCRAPE = 'prometheus.io/scrape';

/** @see https://istio.io/latest/docs/ops/integrations/prometheus/#option-1-metrics-merging */
export const CLOSED_METRICS: Rule = {
  code: 'MESH0273',
  severity: 'warning',
  aliases: [],
  title: 'metrics that nobody can fetch',
  explanation: 'The pods ask to be scraped. Prometheus comes without identity of the mesh, to port 15020 of the proxy, or to the application\'s own where the two are not merged; here a NetworkPolicy or STRICT closes that port.',
  fix: 'Admit Prometheus to the port by a NetworkPolicy; leave metrics merged, or make the port PERMISSIVE.',
  *find(world) {
    for (const object of world.model.workloads.all) {
      if (object.annotations.get(SCRAPE) !== 'true' || hasSidecar(world.model, object) !== true) { continue; }
      const closed = closedBy(world, object);
      const at = templateOf(world, object)?.at('metadata', 'annotations', SCRAPE);
      if (closed !== undefined) { yield { object, ...at === undefined ? {} : { path: at.path }, message: closed }; }
    }
  },
};

function closedBy(world: World, workload: Workload): string | undefined {
  const merged = workload.annotations.get('prometheus.istio.io/merge-metrics') !== 'false';
  const port = merged ? MERGED : Number(workload.annotations.get('prometheus.io/port') ?? NaN);
  if (!Number.isInteger(port)) { return undefined; }
  const isolation = PodIsolation.of(world).at(workload, 'Ingress', 'TCP', port);
  if (isolation?.opened === false) { return `NetworkPolicy ${isolation.policy.namespace}/${isolation.policy.name} admits nobody to port ${port}`; }
  const { mode, policy } = peerMode(world.model, workload, port);
  return merged || mode !== 'STRICT' || policy === undefined || interceptsInbound(workload, port).intercepted !== true ? undefined
    : `PeerAuthentication ${policy.namespace}/${policy.name} makes port ${port} STRICT`;
}
