import type { WrittenPolicy } from './written-policies';
import { writtenPolicies } from './written-policies';
import type { Element, Service } from '../../../model';
import { nameOf } from '../../../model';
import { destinationRuleOf } from '../../world/by-name';
import { Hosts } from '../../world/hosts';
import type { World } from '../../world/world';

/** A DestinationRule with settings that only a proxy that reads requests can follow. */
export interface RequestPolicy extends WrittenPolicy {
  /** The service that its host means, if there is one. */
  readonly service?: Service;
}

/** The first such policy of each DestinationRule. */
export function requestPolicies(world: World): readonly RequestPolicy[] {
  return world.once(collect);
}

function collect(world: World): readonly RequestPolicy[] {
  const first = new Map<string, RequestPolicy>();
  for (const written of writtenPolicies(world)) {
    const name = nameOf(written.object);
    if (first.has(name) || written.whole !== undefined || !readsRequests(written)) { continue; }
    first.set(name, { ...written, ...serviceOf(world, written.object) });
  }
  return [...first.values()];
}

function readsRequests({ policy }: WrittenPolicy): boolean {
  const hash = policy.at('loadBalancer', 'consistentHash');
  return hash.at('httpHeaderName').exists || hash.at('httpCookie').exists || hash.at('httpQueryParameterName').exists
    || policy.at('connectionPool', 'http').exists || policy.at('outlierDetection').exists;
}

function serviceOf(world: World, object: Element): Pick<RequestPolicy, 'service'> {
  const rule = destinationRuleOf(world, object);
  const [service] = rule === undefined ? [] : Hosts.of(world).find(rule.host, rule.namespace).visible;
  return service === undefined ? {} : { service };
}
