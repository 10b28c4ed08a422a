import { attachedTo } from '../decision/attachment';
import { serverPorts } from '../decision/gateway-servers';
import { peerMode, servicesOf } from '../decision/inbound';
import { sidecarOf } from '../decision/sidecar-scope';
import type { MeshModel, Workload } from '../model';
import { selects, targetOf } from '../model';

const TRAFFIC = 'traffic.sidecar.istio.io/';

/** Ports of the proxy and its agent: health, metrics, and both together. */
export const PROXY_PORTS: readonly number[] = [15020, 15021, 15090];

/** The container ports at which the callee's own side may treat callers otherwise than at all the others. */
export function mentionedPorts(model: MeshModel, callee: Workload): readonly number[] {
  const policies = attachedTo(model.authorizationPolicies, callee, model);
  const rules = policies.flatMap(policy => policy.rules);
  const named = [
    ...rules.flatMap(rule => (rule.to ?? []).map(operation => operation.get('ports'))),
    ...rules.flatMap(rule => rule.when.filter(({ key }) => key === 'destination.port')),
  ].flatMap(values => values === undefined ? [] : [...values.values, ...values.notValues]);
  const annotated = [...callee.annotations].filter(([key]) => key.startsWith(TRAFFIC)).flatMap(([, value]) => value.split(','));
  const levels = model.peerAuthentications.in(callee.namespace).filter(({ selector }) => selector !== undefined && selects(selector, callee.labels));
  const numbers = [
    ...PROXY_PORTS,
    ...[...named, ...annotated].map(Number),
    ...levels.flatMap(({ ports }) => [...ports.keys()]),
    ...servicesOf(model, callee).flatMap(service => service.ports.map(port => targetOf(port, callee) ?? 0)),
    ...serverPorts(model, callee, servicesOf(model, callee)),
    ...(sidecarOf(model, callee)?.ingress ?? []).map(({ port }) => port),
  ];
  return [...new Set(numbers)].filter(port => Number.isInteger(port) && port >= 1 && port <= 65535).sort((a, b) => a - b);
}

/** A port that is none of some, and stands for all of them. */
export function otherPort(mentioned: readonly number[]): number {
  const known = new Set(mentioned);
  let port = 49151;
  while (known.has(port)) { port--; }
  return port;
}

/** Whether mutual TLS is asked for. */
export function isStrict(model: MeshModel, callee: Workload, port: number): boolean {
  const { mode, broken } = peerMode(model, callee, port);
  return mode === 'STRICT' && broken === undefined;
}
