import type { Declaration, DeclaredBounds, DeclaredEdge } from './declaration';
import { differenceId } from './difference-id';
import type { EdgeIndex } from './edge-index';
import { exampleOf, exampleText } from './example';
import type { Passage } from './gateway-passages';
import { passagesOf } from './gateway-passages';
import { ingressPassages } from './ingress-passages';
import type { Difference } from './proof';
import { RoutedSets } from './routed-sets';
import { fingerprint } from '../algebra';
import { destinationRuleFor } from '../decision/destination-rules';
import { servicesOf } from '../decision/inbound';
import { hostWithin } from '../hosts';
import type { MeshModel, Service, Workload } from '../model';
import { selects, targetOf } from '../model';

/** How many workloads share one algebra: its tables grow with what it is asked. */
const BATCH = 200;

/** A workload, and how far declarations bind it. */
interface Bounded {
  readonly workload: Workload;
  readonly bounds: DeclaredBounds;
}

/**
 * What gateways lead to workloads beyond what was exposed, whatever the workloads' own policies make of it. Each route counts for
 * all that it matches, though another may take some of it first: more may be reported than there is, and nothing is missed.
 *
 * Gateways that nobody declared are held against those workloads only that let the gateway's pods in: of others, policies are
 * proved to admit nothing of it.
 */
export function gatewaySafety(
  model: MeshModel, bounded: readonly Bounded[], index: EdgeIndex, { gateways = [], edges: all }: Declaration,
): Difference[] {
  const passages = [...passagesOf(model), ...ingressPassages(model)];
  if (passages.length === 0) {
    return [];
  }
  const byHost = new Map<string, Passage[]>();
  for (const passage of passages) {
    for (const { host } of passage.destinations) {
      const known = byHost.get(host);
      if (!known) {
        byHost.set(host, [passage]);
      } else if (known.at(-1) !== passage) {
        known.push(passage);
      }
    }
  }
  const everywhere = passages.filter(({ destinations }) => destinations.length === 0);
  const declared = new Set([...gateways.map(({ namespace, name }) => `${namespace}/${name}`), ...all.map(({ caller }) => caller.gateway?.name)]);
  const concerns = (passage: Passage, incoming: readonly DeclaredEdge[]): boolean =>
    (passage.broken === undefined && declared.has(passage.gateway)) || incoming.some(edge => isOf(edge, passage, model));
  let sets = new RoutedSets();
  let asked = 0;
  return bounded.filter(({ bounds }) => bounds.authorizationPolicy || bounds.networkPolicy).flatMap(({ workload, bounds }) => {
    const services = servicesOf(model, workload);
    const incoming = index.incoming(workload);
    const leading = services.flatMap(service => (byHost.get(service.host) ?? []).filter(passage => concerns(passage, incoming))
      .flatMap(passage => portsAt(model, passage, service, workload).map(port => ({ passage, port }))));
    if (leading.length > 0 && ++asked % BATCH === 0) {
      sets = new RoutedSets();
    }
    return [
      ...everywhere.filter(passage => concerns(passage, incoming)).map(passage =>
        differenceOf(passage, bounds, workload, undefined, EVERYTHING, incoming)),
      ...leading.flatMap(({ passage, port }) => {
        const edges = incoming.filter(edge => edge.targetPort === port && isFor(edge, passage, model));
        const beyond = passage.matches === undefined ? beyondConnections(edges) : beyondRequests(sets, passage, edges);
        return beyond === undefined ? [] : [differenceOf(passage, bounds, workload, port, beyond, incoming)];
      }),
    ];
  });
}

function portsAt(model: MeshModel, { destinations, pods, port: listenerPort }: Passage, service: Service, workload: Workload): number[] {
  const subsets = destinationRuleFor(model, pods, service)?.subsets ?? [];
  const isElsewhere = (name: string | undefined): boolean =>
    subsets.some(({ subset }) => subset.name === name && !selects(subset.labels, workload.labels));
  const ports = destinations.filter(({ host, subset }) => host === service.host && !isElsewhere(subset)).map(({ port }) =>
    port ?? (service.ports.length === 1 ? service.ports[0].port : listenerPort));
  const own = service.ports.filter(one => ports.includes(one.port) && one.protocol !== 'udp');
  return [...new Set(own.flatMap(one => targetOf(one, workload) ?? []))];
}

/** Is it a call of the gateway's pods? */
function isOf({ caller: { principal } }: DeclaredEdge, { pods }: Passage, { meshConfig }: MeshModel): boolean {
  const domains = [meshConfig.trustDomain, ...meshConfig.trustDomainAliases];
  const identities = domains.map(domain => `${domain}/ns/${pods.namespace}/sa/${pods.serviceAccount}`);
  return identities.some(one => one === principal || (principal.endsWith('*') && one.startsWith(principal.slice(0, -1))));
}

/** Was the call declared for what comes this way? */
function isFor(edge: DeclaredEdge, passage: Passage, model: MeshModel): boolean {
  const { caller: { gateway: through }, operation } = edge;
  const { gateway, hosts } = passage;
  const named = operation?.hosts ?? through?.hosts;
  return passage.by === undefined && isOf(edge, passage, model) && (through === undefined || through.name === gateway)
    && (named === undefined || hosts.every(host => named.some(own => hostWithin(host, own))));
}

interface Beyond {
  readonly text: string;
  readonly fingerprint: string;
}

const EVERYTHING: Beyond = { text: 'every connection', fingerprint: 'everything' };
const CONNECTIONS: Beyond = { text: 'connections', fingerprint: 'connections' };

function beyondConnections(edges: readonly DeclaredEdge[]): Beyond | undefined {
  return edges.some(({ operation }) => operation === undefined) ? undefined : CONNECTIONS;
}

function beyondRequests(routed: RoutedSets, { matches = [] }: Passage, edges: readonly DeclaredEdge[]): Beyond | undefined {
  const { sets } = routed.space.algebra;
  const operations = edges.map(({ operation }) => operation).filter(operation => operation !== undefined);
  const beyond = sets.difference(routed.led(matches), sets.union(...operations.map(operation => routed.declared(operation))));
  return beyond === sets.none ? undefined : { text: exampleText(exampleOf(routed.space, beyond), 'anybody'), fingerprint: fingerprint(beyond) };
}

function differenceOf(
  { gateway, by, hosts, object, rule }: Passage, { path }: DeclaredBounds, workload: Workload, port: number | undefined, beyond: Beyond,
  declared: readonly DeclaredEdge[],
): Difference {
  const pod = `${workload.namespace}/${workload.name}`;
  const served = hosts.map(host => `'${host}'`).join(', ') || 'any host';
  return {
    id: differenceId('safety', 'routing', `${gateway}:${pod}:${port ?? '*'}`, `${hosts.join(' ')} ${beyond.fingerprint}`),
    declared,
    side: 'safety',
    layer: 'routing',
    path,
    message: `${by ?? `Gateway ${gateway}`} leads ${beyond.text} for ${served} to ${pod}${port === undefined ? '' : ` on port ${port}`} (${rule}), which was not exposed`,
    object,
  };
}
