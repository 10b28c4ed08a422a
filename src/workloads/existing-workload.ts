import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { NamedPort } from './container-ports';
import { namedPortsOf } from './container-ports';
import { WorkloadPort } from './workload-port';
import { AppProtocol } from '../calls/app-protocol';
import { podTemplateOf } from '../private/pod-template';
import type { Json } from '../private/rendering';

/** What the manifest of an existing workload says of itself. */
export interface ExistingWorkload {
  readonly object: ApiObject;
  readonly labels: { readonly [key: string]: string };
  /** Undefined where the manifest names none, or the namespace's default. */
  readonly serviceAccountName?: string;
  readonly optedOutOfInjection: boolean;
  /** Ports of its containers to which a Service may point by name. */
  readonly namedPorts: NamedPort[];
}

/** What the manifest of an existing Service says of itself. */
export interface ExistingService {
  readonly object: ApiObject;
  readonly ports: WorkloadPort[];
  /** Does its name lead to the pods themselves? */
  readonly headless: boolean;
  readonly selector: { readonly [key: string]: string };
}

/**
 * Reads a workload by its manifest, so that it may come from any version of cdk8s-plus, from a Helm chart, or from YAML.
 *
 * @returns what it says, or what is wrong with it
 */
export function readWorkload(construct: IConstruct): ExistingWorkload | string {
  const read = manifestOf(construct);
  if (typeof read === 'string') {
    return read;
  }
  const template = podTemplateOf(read.manifest);
  if (!template) {
    return `'${construct.node.path}' is a ${read.manifest.kind}, which has no pods; give a Deployment, StatefulSet, DaemonSet, Job, CronJob or Pod.`;
  }
  // The older name of the field still counts.
  const name = template.spec.serviceAccountName ?? template.spec.serviceAccount;
  const inject = template.metadata?.labels?.['sidecar.istio.io/inject'] ?? template.metadata?.annotations?.['sidecar.istio.io/inject'];
  return {
    object: read.object,
    labels: template.metadata?.labels ?? {},
    serviceAccountName: name === 'default' ? undefined : name,
    // Istio injects no pod on the host's network.
    optedOutOfInjection: inject === 'false' || template.spec.hostNetwork === true,
    namedPorts: namedPortsOf(template.spec),
  };
}

/**
 * Reads a Service by its manifest.
 *
 * @param named the ports to which it may point by name
 * @returns what it says, or what is wrong with it
 */
export function readService(construct: IConstruct, named: readonly NamedPort[]): ExistingService | string {
  const read = manifestOf(construct);
  if (typeof read === 'string') {
    return read;
  }
  if (read.manifest.kind !== 'Service') {
    return `'${construct.node.path}' is a ${read.manifest.kind}; give a Service.`;
  }
  if (read.manifest.spec?.type === 'ExternalName') {
    return `Service '${read.object.name}' is of type ExternalName, which has no pods; give a Service that selects pods.`;
  }
  const ports: WorkloadPort[] = [];
  for (const port of read.manifest.spec?.ports ?? []) {
    if (port.protocol !== undefined && port.protocol !== 'TCP') {
      return `port ${port.port} of Service '${read.object.name}' is ${port.protocol}, which no proxy sees; give a Service of TCP ports.`;
    }
    const protocol = protocolOf(port);
    if (!protocol) {
      return `port ${port.port} of Service '${read.object.name}' says nothing of what it speaks; name it 'http', 'grpc', 'tcp' …, or give it an appProtocol.`;
    }
    const targetPort = typeof port.targetPort === 'string' ? targetOf(port.targetPort, named) : port.targetPort;
    if (typeof targetPort === 'string') {
      return `port ${port.port} of Service '${read.object.name}' points to container port '${port.targetPort}', ${targetPort}.`;
    }
    ports.push(WorkloadPort.of(protocol, port.port, { name: port.name, targetPort }));
  }
  return { object: read.object, ports, headless: read.manifest.spec?.clusterIP === 'None', selector: read.manifest.spec?.selector ?? {} };
}

/** The number behind the name of a container port, or why there is none. */
function targetOf(target: string, named: readonly NamedPort[]): number | string {
  if (/^[0-9]+$/.test(target)) {
    return Number(target);
  }
  const found = [...new Set(named.filter(({ name }) => name === target).map(({ port }) => port))];
  if (found.length === 1) {
    return found[0];
  }
  const names = [...new Set(named.map(({ name }) => `'${name}'`))].join(', ');
  return found.length > 1 ? `which is ${found.join(' and ')}; give each container port a name of its own`
    : `and ${names ? `the containers' are ${names}` : 'no container names its ports'}; name the container port so, or give its number`;
}

/** Why a Service would not lead to pods with these labels. */
export function selectionProblems({ object, selector }: ExistingService, labels: { readonly [key: string]: string }): string[] {
  if (Object.keys(selector).length === 0) {
    return [`Service '${object.name}' selects no pods; give a Service with a selector.`];
  }
  return Object.entries(selector).filter(([label, value]) => labels[label] !== value).map(([label, value]) =>
    `Service '${object.name}' selects '${label}: ${value}', which the workload's pods do not carry (${labels[label] === undefined ? `no label '${label}'` : `'${label}: ${labels[label]}'`}); give the Service of these pods.`);
}

/** Protocols that Istio knows by name and that carry no requests for it. */
const BYTES = ['mongo', 'mysql', 'redis'];

/** What a port speaks, as Istio reads it from `appProtocol` or from the name up to its first dash. */
function protocolOf(port: Json): AppProtocol | undefined {
  const said = String(port.appProtocol ?? port.name ?? '').toLowerCase();
  const word = said.startsWith('grpc-web') ? 'grpc-web' : said.split('-')[0];
  return BYTES.includes(word) ? AppProtocol.TCP : Object.values(AppProtocol).find(protocol => protocol === word);
}

function manifestOf(construct: IConstruct): { object: ApiObject; manifest: Json } | string {
  try {
    const object = ApiObject.of(construct);
    return { object, manifest: object.toJson() };
  } catch (error) {
    return `'${construct.node.path}' cannot be read: ${(error as Error).message}`;
  }
}
