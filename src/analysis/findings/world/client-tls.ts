import { ClientRules } from './client-rules';
import { Pods } from './pods';
import type { World } from './world';
import type { MergedRule } from '../../decision/destination-rules';
import { policyForPort } from '../../decision/destination-rules';
import type { ClientTls, DestinationRule, Labels, Service, ServicePort, Workload } from '../../model';
import { selects } from '../../model';

const NO_LABELS: Labels = new Map();

/** TLS that a DestinationRule tells clients to speak to pods of a service. */
export interface ToldTls {
  readonly rule: DestinationRule;
  /** Where it says so. */
  readonly path: string;
  readonly tls: ClientTls;
  readonly service: Service;
  readonly port: ServicePort;
  readonly pods: readonly Workload[];
}

/** What DestinationRules say of TLS to the Services of the mesh, as the clients of the service's namespace and of the rule's apply them. */
export function toldTls(world: World): readonly ToldTls[] {
  return world.once(collect);
}

function collect(world: World): readonly ToldTls[] {
  const rules = ClientRules.of(world);
  return world.model.services.all.flatMap(service => {
    const covering = service.selector === undefined || service.external ? [] : rules.covering(service.host);
    if (!covering.some(saysTls)) { return []; }
    const namespaces = new Set([service.namespace, ...covering.map(({ namespace }) => namespace)]);
    const found = [...namespaces].flatMap(namespace => {
      const applied = rules.appliedBy(namespace, service);
      return applied === undefined || applied.broken !== undefined ? [] : service.ports.flatMap(port => toldFor(world, applied, service, port));
    });
    return [...new Map(found.map(told => [`${told.rule.namespace}/${told.rule.name} ${told.path} ${told.port.port}`, told])).values()];
  });
}

function saysTls(rule: DestinationRule): boolean {
  const policies = [rule, ...rule.subsets].flatMap(({ trafficPolicy }) => trafficPolicy === undefined ? [] : [trafficPolicy, ...trafficPolicy.ports]);
  return policies.some(({ tls }) => tls !== undefined);
}

function toldFor(world: World, applied: MergedRule, service: Service, port: ServicePort): readonly ToldTls[] {
  const pods = Pods.of(world).selectedBy(service.selector ?? NO_LABELS, service.namespace);
  const whole = policyForPort(applied.trafficPolicy, port.port);
  const parts = applied.subsets.flatMap(({ subset, rule }) => {
    const policy = policyForPort(subset.trafficPolicy, port.port);
    if (policy?.tls === undefined) { return []; }
    const path = `spec.subsets[${rule.subsets.indexOf(subset)}].${policy.rule}.tls`;
    return [{ rule, path, tls: policy.tls, service, port, pods: pods.filter(({ labels }) => selects(subset.labels, labels)) }];
  });
  return [...whole?.tls === undefined ? [] : [{ rule: applied.rule, path: `spec.${whole.rule}.tls`, tls: whole.tls, service, port, pods }], ...parts];
}
