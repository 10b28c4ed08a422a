import type { MeshModel, Workload } from '../model';
import { namespaceInjection } from '../model';
import { inBlock } from './match/addresses';
import { oncePer } from './once';
import type { Tri } from './tri';
import { isUnknown, not, some, Unknown } from './tri';

const NEVER_INJECTED = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);
const INJECT = 'sidecar.istio.io/inject';
/** Other templates make gateways, or agents of programs that are their own proxies. */
const TEMPLATES = 'inject.istio.io/templates';
/** What the injector reads as yes. Asking for injection on its own is for the webhook, which knows `true` only. */
const YES = /^(?:y|yes|true|on)$/i;

/**
 * Whether the pods get a sidecar.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
 */
export const hasSidecar = oncePer((model, workload: Workload): Tri => {
  if (workload.hasProxyContainer) { return true; }
  if (workload.outsideCluster) { return new Unknown(`whether the machine ${workload.namespace}/${workload.name} runs a proxy is not in manifests`); }
  if (workload.hostNetwork || NEVER_INJECTED.has(workload.namespace)) { return false; }
  // The label wins over the annotation. Only the label can ask for injection where the namespace does not.
  const label = workload.labels.get(INJECT);
  const wish = label ?? workload.annotations.get(INJECT);
  if (wish !== undefined && wish !== '' && !YES.test(wish)) { return false; }
  const templates = workload.annotations.get(TEMPLATES);
  const sidecar: Tri = templates === undefined || templates.split(',').some(name => name.trim() === 'sidecar')
    || new Unknown(`what ${workload.namespace}/${workload.name} is injected with (${templates}) is not modelled`);
  const namespace = model.namespaces.get(workload.namespace);
  const injection = namespace === undefined ? 'unknown' : namespaceInjection(namespace);
  const asked = label === 'true' || workload.labels.has('istio.io/rev');
  switch (injection) {
    case 'enabled': return sidecar;
    case 'disabled': return false;
    case 'unset': return asked && sidecar;
    case 'unknown': return asked ? sidecar : new Unknown(`the namespace ${workload.namespace} is not in the manifests, so whether its pods are injected is not known`);
  }
});

/** Pods that are nothing but a gateway's proxy: no Sidecar is for them, and what no Gateway has a server for is closed. */
export function isGatewayProxy({ annotations }: Workload): boolean {
  return annotations.get(TEMPLATES)?.split(',').some(name => name.trim() === 'gateway') === true;
}

/** May Gateways be for the pods? Not where injection puts nothing but a sidecar beside what they run: that listens for no Gateway. */
export function mayBeGateway({ annotations, labels, hasProxyContainer, outsideCluster }: Workload): boolean {
  const templates = annotations.get(TEMPLATES)?.split(',').map(name => name.trim());
  return hasProxyContainer || outsideCluster || labels.has('gateway.networking.k8s.io/gateway-name') || templates?.some(name => name !== 'sidecar') === true;
}

const DATA_PLANE_MODE = 'istio.io/dataplane-mode';

/** Whether the pod's traffic goes through the node's ztunnel. A pod with a sidecar never does. */
export function isAmbient(model: MeshModel, workload: Workload): boolean {
  const pod = workload.labels.get(DATA_PLANE_MODE);
  if (pod !== undefined) { return pod === 'ambient'; }
  return !workload.hostNetwork && model.namespaces.get(workload.namespace)?.labels.get(DATA_PLANE_MODE) === 'ambient';
}

/** Ports of the proxy and its agent: redirection leaves them alone. */
const AGENT_PORTS = new Set([15020, 15021, 15090]);
const TRAFFIC = 'traffic.sidecar.istio.io/';

/** Whether the proxy gets a connection, and what annotation decides that. */
export interface Interception {
  readonly intercepted: Tri;
  readonly annotation?: string;
}

/** Whether a connection to the port of a pod with sidecar is redirected to the sidecar. */
export function interceptsInbound(workload: Workload, port: number): Interception {
  const none = interceptionMode(workload);
  if (none !== undefined) { return none; }
  if (AGENT_PORTS.has(port)) { return { intercepted: false }; }
  const include = workload.annotations.get(`${TRAFFIC}includeInboundPorts`);
  const exclude = workload.annotations.get(`${TRAFFIC}excludeInboundPorts`);
  if (include !== undefined && include.trim() !== '*') {
    const listed = portListed(include, port);
    if (listed !== true) { return { intercepted: listed, annotation: `${TRAFFIC}includeInboundPorts` }; }
    return { intercepted: true };
  }
  const excluded = portListed(exclude, port);
  return excluded === false ? { intercepted: true } : { intercepted: not(excluded), annotation: `${TRAFFIC}excludeInboundPorts` };
}

/** The same for a connection that the pod opens to a port of an address, which may be unknown. */
export function interceptsOutbound(workload: Workload, port: number, address: string | Unknown): Interception {
  const none = interceptionMode(workload);
  if (none !== undefined) { return none; }
  const value = (name: string): string | undefined => workload.annotations.get(TRAFFIC + name);
  const byPort = portListed(value('excludeOutboundPorts'), port);
  if (byPort !== false) { return { intercepted: not(byPort), annotation: `${TRAFFIC}excludeOutboundPorts` }; }
  const byAddress = rangeListed(value('excludeOutboundIPRanges'), address);
  if (byAddress !== false) { return { intercepted: not(byAddress), annotation: `${TRAFFIC}excludeOutboundIPRanges` }; }
  const ports = portListed(value('includeOutboundPorts'), port);
  if (ports === true) { return { intercepted: true }; }
  const ranges = value('includeOutboundIPRanges');
  if (ranges === undefined || ranges.trim() === '*') { return { intercepted: true }; }
  const listed = rangeListed(ranges, address);
  return listed === true ? { intercepted: true } : { intercepted: isUnknown(ports) ? ports : listed, annotation: `${TRAFFIC}includeOutboundIPRanges` };
}

function interceptionMode(workload: Workload): Interception | undefined {
  const annotation = 'sidecar.istio.io/interceptionMode';
  const mode = workload.annotations.get(annotation);
  if (mode !== 'NONE') { return undefined; }
  return { intercepted: new Unknown('interception is off: only listeners that are declared one by one see traffic'), annotation };
}

function portListed(list: string | undefined, port: number): Tri {
  if (list === undefined) { return false; }
  const entries = list.split(',').map(entry => entry.trim()).filter(entry => entry !== '');
  return some(entries, entry => entry === '*' || (/^\d{1,5}$/.test(entry) ? Number(entry) === port : new Unknown(`${entry} is not a port`)));
}

function rangeListed(list: string | undefined, address: string | Unknown): Tri {
  if (list === undefined) { return false; }
  const entries = list.split(',').map(entry => entry.trim()).filter(entry => entry !== '');
  return some(entries, entry => entry === '*' || inBlock(entry, address));
}
