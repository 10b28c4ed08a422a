import type { GraphDestination, GraphRoute } from './mesh-graph';
import { percentages } from './percentages';
import { changeWords, faultWords, matchText, streamMatchText } from './route-words';
import type { GraphWorld } from './world';
import { virtualServicesOf } from '../decision/delegates';
import { destinationRuleFor } from '../decision/destination-rules';
import { servicesWithHost } from '../decision/services';
import { dig, valueAt } from '../json';
import type { Destination, HttpMatch, HttpRoute, MeshModel, Service, StreamRoute, VirtualService, Workload } from '../model';
import { compare, selects } from '../model';

/** What every VirtualService does, rule by rule. */
export function routesOf(world: GraphWorld): readonly GraphRoute[] {
  const sorted = [...virtualServicesOf(world.model)].sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
  // One without hosts is a delegate: what it says is said where it is used.
  return sorted.filter(({ hosts }) => hosts.length > 0).flatMap(route => [
    ...route.http.map(rule => httpRoute(world, route, rule)),
    ...[...route.tls, ...route.tcp].map(rule => streamRoute(world, route, rule)),
  ]);
}

function httpRoute(world: GraphWorld, route: VirtualService, rule: HttpRoute): GraphRoute {
  const raw = rawRule(world.model, route, rule.path);
  const shares = mirrorShares(raw);
  return {
    ...common(route, rule.path, rule.matches),
    when: rule.matches.map(matchText).map(text => text === '' ? 'any request' : text),
    destinations: weighted(world, route, rule.destinations),
    mirrors: rule.mirrors.map((mirror, i) => destinationOf(world, route, mirror, shares[i] ?? 100)),
    faults: faultWords(raw),
    changes: changeWords(raw),
  };
}

function streamRoute(world: GraphWorld, route: VirtualService, rule: StreamRoute): GraphRoute {
  return {
    ...common(route, rule.path, rule.matches),
    when: rule.matches.map(streamMatchText).map(text => text === '' ? 'any connection' : text),
    destinations: weighted(world, route, rule.destinations),
    mirrors: [],
    faults: [],
    changes: [],
  };
}

function common(
  { namespace, name, hosts, gateways }: VirtualService, rule: string, matches: readonly Pick<HttpMatch, 'gateways'>[],
): Pick<GraphRoute, 'hosts' | 'gateways' | 'virtualService' | 'rule'> {
  // A match that names gateways is for these alone.
  const named = matches.flatMap(match => (match.gateways.length === 0 ? gateways : match.gateways));
  return { hosts, gateways: matches.length === 0 ? gateways : [...new Set(named)], virtualService: `${namespace}/${name}`, rule };
}

function weighted(world: GraphWorld, route: VirtualService, destinations: HttpRoute['destinations']): readonly GraphDestination[] {
  // The only one gets everything, whatever its weight.
  const shares = destinations.length === 1 ? [100] : percentages(destinations.map(({ weight }) => weight));
  return destinations.map(({ destination }, i) => destinationOf(world, route, destination, shares[i]));
}

function destinationOf(world: GraphWorld, route: VirtualService, { host, port, subset }: Destination, percentage: number): GraphDestination {
  const { model } = world;
  const to = servicesWithHost(model, host).flatMap(service => {
    const external = world.externalId(service);
    return external !== undefined ? [external]
      : world.endpointsOf(service).filter(id => isInSubset(model, route, service, subset, world.workloads.get(id) as Workload));
  });
  return {
    host,
    ...port === undefined ? {} : { port },
    ...subset === undefined ? {} : { subset },
    percentage,
    to: [...new Set(to)].sort(compare),
  };
}

/** As a proxy of the VirtualService's namespace finds subsets. */
function isInSubset(model: MeshModel, { namespace }: VirtualService, service: Service, name: string | undefined, workload: Workload): boolean {
  if (name === undefined) { return true; }
  const rule = destinationRuleFor(model, { namespace, labels: new Map() }, service);
  const found = rule?.subsets.find(({ subset }) => subset.name === name)?.subset;
  return found !== undefined && selects(found.labels, workload.labels);
}

/** The rule as it stands in the object; of a delegate, in the delegate. */
function rawRule(model: MeshModel, route: VirtualService, path: string): unknown {
  const [, namespace, name, inner] = /> (\S+)\/(\S+) (\S+)$/.exec(path) ?? [];
  const object = namespace === undefined ? route.object : model.virtualServices.in(namespace).find(other => other.name === name)?.object;
  const [, index] = /^http\[(\d+)\]/.exec(inner ?? path) ?? [];
  return index === undefined ? undefined : dig(object, 'spec', 'http', index);
}

/** In the order in which the model has mirrors, which leaves out those of nothing. */
function mirrorShares(rule: unknown): readonly number[] {
  const number = (value: unknown): number => Number(value ?? 0);
  const one = valueAt(rule, 'mirror') === undefined ? []
    : [valueAt(rule, 'mirrorPercentage') !== undefined ? number(dig(rule, 'mirrorPercentage', 'value')) : number(valueAt(rule, 'mirrorPercent') ?? 100)];
  const list = valueAt(rule, 'mirrors');
  const several = (Array.isArray(list) ? list as readonly unknown[] : [])
    .map(mirror => valueAt(mirror, 'percentage') === undefined ? 100 : number(dig(mirror, 'percentage', 'value')));
  return [...one, ...several].filter(share => share > 0);
}
