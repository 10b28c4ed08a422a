import { isIP } from 'node:net';
import type { ObservedCallee, ObservedWorkload } from './observations';
import { gatewayHostProblem } from '../private/naming';

/** What Istio calls ways to what proxies do not know, and what is not there. */
const NO_SERVICE = /^(?:PassthroughCluster|BlackHoleCluster|InboundPassthroughCluster\w*|unknown|-|)$/;

/** Is it the name of nothing in particular? */
export function isNoService(name: string | undefined): boolean {
  return name === undefined || NO_SERVICE.test(name);
}

/** A host without its port, and the port. */
export function splitHost(text: string): { readonly host: string; readonly port?: number } {
  const match = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text);
  if (match === null) { return { host: unbracketed(text) }; }
  const port = Number(match[2]);
  return { host: unbracketed(match[1]), ...port > 0 && port < 65536 ? { port } : {} };
}

function unbracketed(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

/** The Service that a fully qualified name is of; undefined for every other name. */
export function serviceOfHost(host: string): { readonly name: string; readonly namespace: string } | undefined {
  const match = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.[a-z0-9.-]+)?$/.exec(host.toLowerCase());
  return match === null ? undefined : { name: match[1], namespace: match[2] };
}

/** What a fully qualified host, or one outside of the mesh, means as a callee. */
export function calleeOfHost(host: string, workload?: ObservedWorkload, addresses?: readonly string[]): ObservedCallee {
  const service = serviceOfHost(host);
  if (service !== undefined) { return { kind: 'service', ...service, ...workload ? { workload } : {} }; }
  return isOutsideHost(host) ? { kind: 'host', host: host.toLowerCase(), ...addresses ? { addresses } : {} } : { kind: 'unknown', name: host };
}

/** Can it be the host of a service outside of the mesh? An address is none, nor is a name without a dot. */
export function isOutsideHost(host: string): boolean {
  return isIP(host) === 0 && host !== '*' && gatewayHostProblem(host.toLowerCase()) === undefined;
}
