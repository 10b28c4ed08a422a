import { attachedTo } from '../decision/attachment';
import { serverPorts } from '../decision/gateway-servers';
import { peerMode, servicesOf } from '../decision/inbound';
import { sidecarOf } from '../decision/sidecar-scope';
import type { MeshModel, Values, Workload } from '../model';
import { selects, targetOf } from '../model';

const TRAFFIC = 'traffic.sidecar.istio.io/';

/** Ports of the proxy and its agent: health, metrics, and both together. */
export const PROXY_PORTS: readonly number[] = [15020, 15021, 15090];

/** The container ports at which the callee's own side may treat callers otherwise than at all the others. */
export function mentionedPorts(model: MeshModel, callee: Workload): readonly number[] {
  const numbers = new Set(PROXY_PORTS);
  for (const { rules } of attachedTo(model.authorizationPolicies, callee, model)) {
    for (const { to = [], when } of rules) {
      for (const operation of to) { addAll(numbers, operation.get('ports')); }
      for (const condition of when) { if (condition.key === 'destination.port') { addAll(numbers, condition); } }
    }
  }
  for (const [key, value] of callee.annotations) {
    if (key.startsWith(TRAFFIC)) { value.split(',').forEach(port => numbers.add(Number(port))); }
  }
  for (const { selector, ports } of model.peerAuthentications.in(callee.namespace)) {
    if (selector !== undefined && selects(selector, callee.labels)) { for (const port of ports.keys()) { numbers.add(port); } }
  }
  const services = servicesOf(model, callee);
  for (const service of services) { for (const port of service.ports) { numbers.add(targetOf(port, callee) ?? 0); } }
  for (const port of serverPorts(model, callee, services)) { numbers.add(port); }
  for (const { port } of sidecarOf(model, callee)?.ingress ?? []) { numbers.add(port); }
  return [...numbers].filter(port => Number.isInteger(port) && port >= 1 && port <= 65535).sort((a, b) => a - b);
}

function addAll(numbers: Set<number>, values: Values | undefined): void {
  if (values === undefined) { return; }
  for (const port of values.values) { numbers.add(Number(port)); }
  for (const port of values.notValues) { numbers.add(Number(port)); }
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
