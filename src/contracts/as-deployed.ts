import type { ReferencedService } from './service-references';
import type { MeshModel, Service, ServicePort, Workload } from '../analysis/model';
import { selects, targetOf } from '../analysis/model';
import { isHttp } from '../calls/app-protocol';
import type { CalleePort } from '../calls/callee';
import { sortedUnique } from '../private/naming';

type PlainLabels = { readonly [label: string]: string };

/**
 * What is said of a service and is otherwise in the manifests that show its namespace. Where they show nothing of it there is
 * nothing to compare.
 */
export function otherThanDeployed(model: MeshModel, service: ReferencedService): string[] {
  const { namespace, podLabels, ports } = service;
  const workloads = model.workloads.in(namespace);
  const services = model.services.in(namespace).filter(({ exposure }) => exposure !== 'entry');
  if (workloads.length + services.length === 0) {
    return [];
  }
  const says = service.saidBy ?? 'this reference';
  const pods = workloads.filter(workload => carries(workload, podLabels));
  const named = services.find(({ name }) => name === service.name);
  return sortedUnique([
    ...pods.length > 0 ? [] : [
      `${says} says that pods of '${service.name}' carry ${labelsText(podLabels)}, and in the context no pod of namespace '${namespace}' does (${workloads.map(workload => podsText(workload, podLabels)).join('; ') || 'there is none'}); ${fix(service)}.`,
    ],
    ...ports.length === 0 || pods.length === 0 ? [] : named === undefined ? [
      `${says} says that namespace '${namespace}' has a Service '${service.name}', and the context has none there (but ${services.map(({ name }) => `'${name}'`).join(', ') || 'no other either'}); ${fix(service)}.`,
    ] : [...ports.flatMap(port => portDifference(says, service, port, named, pods)), ...selectionDifference(says, service, named, workloads)],
    ...identityDifferences(says, service, pods),
  ]);
}

function portDifference(says: string, service: ReferencedService, port: CalleePort, deployed: Service, pods: readonly Workload[]): string[] {
  const { kind, namespace, name } = deployed;
  const theirs = deployed.ports.find(one => one.port === port.port);
  const difference = theirs !== undefined ? differing(port, theirs, pods)
    : { said: `it has port ${port.port}`, seen: `has ${deployed.ports.map(one => one.port).join(', ') || 'no port'}` };
  return difference === undefined ? []
    : [`${says} says of '${service.name}' that ${difference.said}, and ${kind} ${namespace}/${name} of the context ${difference.seen}; ${fix(service)}.`];
}

function differing(port: CalleePort, theirs: ServicePort, pods: readonly Workload[]): { readonly said: string; readonly seen: string } | undefined {
  const targets = sortedUnique(pods.map(pod => String(targetOf(theirs, pod) ?? theirs.target)));
  if (targets.some(target => target !== String(port.targetPort))) {
    return { said: `port ${port.port} leads to port ${port.targetPort} of its pods`, seen: `leads to ${targets.join(', ')}` };
  }
  return theirs.protocol === 'sniffed' || (theirs.protocol === 'http') === isHttp(port.protocol) ? undefined
    : { said: `port ${port.port} speaks ${port.protocol}`, seen: `declares ${theirs.protocol} there` };
}

/** Pods behind the Service that policies for the labels would not mean. */
function selectionDifference(says: string, service: ReferencedService, deployed: Service, workloads: readonly Workload[]): string[] {
  const { selector } = deployed;
  const behind = selector === undefined ? [] : workloads.filter(({ labels }) => selects(selector, labels));
  return behind.filter(workload => !carries(workload, service.podLabels)).map(workload =>
    `${says} says that pods of '${service.name}' carry ${labelsText(service.podLabels)}, and Service ${deployed.namespace}/${deployed.name} of the context also leads to those of ${podsText(workload, service.podLabels)}; ${fix(service)}.`);
}

function identityDifferences(says: string, service: ReferencedService, pods: readonly Workload[]): string[] {
  return pods.flatMap(pod => {
    const { kind, namespace, name, serviceAccount } = pod;
    const meant = service.identities.filter(({ podLabels }) => podLabels === undefined || carries(pod, podLabels));
    // Of pods that are no caller nothing is said.
    return meant.length === 0 || meant.some(identity => identity.serviceAccount === serviceAccount) ? [] : [
      `${says} says that '${service.name}' runs as service account '${meant[0].serviceAccount}', and ${kind} ${namespace}/${name} of the context runs as '${serviceAccount}'; ${fix(service)}.`,
    ];
  });
}

function carries({ labels }: Workload, wanted: PlainLabels): boolean {
  return Object.entries(wanted).every(([label, value]) => labels.get(label) === value);
}

function labelsText(labels: PlainLabels): string {
  return Object.entries(labels).map(([label, value]) => `'${label}: ${value}'`).join(', ');
}

/** What pods carry of the labels that are asked for. */
function podsText({ kind, name, labels }: Workload, asked: PlainLabels): string {
  const carried = Object.fromEntries(Object.keys(asked).filter(label => labels.has(label)).map(label => [label, labels.get(label)!]));
  const missing = Object.keys(asked).filter(label => !labels.has(label));
  return `${kind} ${name}, which carries ${[...Object.keys(carried).length > 0 ? [labelsText(carried)] : [], ...missing.map(label => `no label '${label}'`)].join(' and ')}`;
}

function fix({ saidBy }: ReferencedService): string {
  return saidBy === undefined ? 'say of the reference what is deployed' : 'deploy what the contract says, or export it again';
}
