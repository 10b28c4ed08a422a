import type { IConstruct } from 'constructs';
import type { Admission, ContractIdentity, ContractService } from './contract-document';
import { isElsewhere } from './elsewhere';
import { CallGraph } from '../calls/call-graph';
import type { CalleePort } from '../calls/callee';
import type { CallerConfig } from '../calls/caller';
import type { ConditionData } from '../calls/condition-data';
import type { DeclaredCall } from '../calls/declared-call';
import type { IMeshService } from '../calls/mesh-service';
import { Mesh } from '../mesh/mesh';
import { principalOf } from '../policies/identity-source';
import { serviceHost, sorted, sortedUnique } from '../private/naming';

/** What is wrong with a service as one that others are told of. */
export function exportProblems(service: IMeshService): string[] {
  if (isElsewhere(service)) {
    return [`exports '${service.node.path}', which lives elsewhere; the app that deploys it exports it.`];
  }
  const callers = service.toCallerConfigs();
  return [
    ...callers.length === 0 ? [`exports '${service.node.path}', which has nothing that runs; give it a version.`] : [],
    ...callers.filter(({ serviceAccount }) => serviceAccount === undefined).map(({ name }) =>
      `exports '${name}', which has no identity of its own; export the workloads in it.`),
    ...callers.filter(({ serviceAccount }) => serviceAccount === 'default').map(({ name }) =>
      `exports '${name}', which runs as service account 'default', and that is no identity of its own; give it a service account.`),
  ];
}

/** What others are told of a service. */
export function exportedService(service: IMeshService): ContractService {
  const callers = service.toCallerConfigs();
  const callee = service.toCalleeConfigs()[0];
  const [{ namespace }] = callers;
  const mesh = Mesh.of(service);
  const { podLabels } = callee;
  return {
    name: service.name,
    namespace,
    host: callee.ports.length > 0 ? callee.host : serviceHost(service.name, namespace, mesh.platform.clusterDomain),
    ...callee.otherHosts && callee.otherHosts.length > 0 ? { otherHosts: sortedUnique(callee.otherHosts) } : {},
    ports: sorted(callee.ports.map(portOf), ({ port }) => String(port).padStart(5, '0')),
    podLabels: inOrder(podLabels),
    ...callee.addresses ? { addresses: sorted(callee.addresses, block => JSON.stringify(block)) } : {},
    ...callee.machines ? { machines: true } : {},
    identities: identitiesOf(callers, podLabels),
    meshed: callers.every(({ meshed }) => meshed),
    authorizes: callee.authorizes,
    ...callee.mtls ? { mtls: callee.mtls } : {},
    trustDomains: [...callee.trustDomains],
    admits: admissionsOf(service, CallGraph.of(service).incoming(callee.name)),
  };
}

function portOf({ name, port, targetPort, protocol, mtls }: CalleePort): CalleePort {
  return { name, port, targetPort, protocol, ...mtls ? { mtls } : {} };
}

function identitiesOf(callers: readonly CallerConfig[], common: { readonly [label: string]: string }): ContractIdentity[] {
  return sorted(callers.map(({ trustDomain, serviceAccount = '', podLabels, cidrs }) => ({
    trustDomain,
    serviceAccount,
    ...podLabels && JSON.stringify(inOrder(podLabels)) !== JSON.stringify(inOrder(common)) ? { podLabels: inOrder(podLabels) } : {},
    ...cidrs ? { cidrs: sortedUnique(cidrs) } : {},
  })), identity => JSON.stringify(identity));
}

/** What callers that live elsewhere may do; of others the app itself sees that they may. */
function admissionsOf(service: IConstruct, incoming: readonly DeclaredCall[]): Admission[] {
  const ofOthers = incoming.filter(({ caller, copyOf }) => copyOf === undefined && livesElsewhere(service, caller));
  const admissions = ofOthers.map(({ caller, port, operation, conditions }): Admission => ({
    principal: principalOf(caller),
    port: port.name,
    ...operation?.methods ? { methods: sortedUnique(operation.methods) } : {},
    ...operation?.paths ? { paths: sortedUnique(operation.paths.map(({ text }) => text)) } : {},
    ...operation?.hosts ? { hosts: sortedUnique(operation.hosts) } : {},
    ...conditions ? { conditions: sorted(conditions.map(conditionOf), condition => JSON.stringify(condition)) } : {},
  }));
  return sortedUnique(admissions.map(admission => JSON.stringify(admission))).map(text => JSON.parse(text) as Admission);
}

function livesElsewhere(scope: IConstruct, { name }: CallerConfig): boolean {
  const construct = name.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), scope.node.root);
  return construct !== undefined && isElsewhere(construct);
}

/** A condition in an order that its declaration does not change. */
export function conditionOf({ key, values, notValues }: ConditionData): ConditionData {
  return { key, ...values ? { values: sortedUnique(values) } : {}, ...notValues ? { notValues: sortedUnique(notValues) } : {} };
}

function inOrder(labels: { readonly [label: string]: string }): { readonly [label: string]: string } {
  return Object.fromEntries(sorted(Object.entries(labels), ([label]) => label));
}
