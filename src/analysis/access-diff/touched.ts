import type { AlignedWorkload } from './aligned';
import { knownAmong } from '../access-sets/sidecar-hosts';
import { mayBeGateway } from '../decision/proxies';
import { everyEndpointAble } from '../decision/transport';
import { dig, isObject } from '../json';
import type { Element, MeshModel, Service, TrafficPolicy, Workload } from '../model';

/**
 * What may be otherwise in a newer version, by what the objects say: too much rather than too little. What is not touched need not be
 * compared.
 */
export class Touched {
  /** What every workload depends on: the mesh's configuration, its root namespace, services and routes. */
  public readonly everything: boolean;
  private readonly namespaces = new Map<string, boolean>();
  private readonly root: boolean;
  /** Whether Gateways differ, whose servers decide how their pods take connections. */
  private readonly gateways: boolean;
  /** Services that only the older or only the newer version has as they are; whom that concerns depends on what proxies know. */
  private readonly gone: readonly Service[];
  private readonly come: readonly Service[];

  public constructor(private readonly before: MeshModel, private readonly after: MeshModel) {
    this.root = printOf(before.meshConfig) !== printOf(after.meshConfig) || this.ofNamespace(before.meshConfig.rootNamespace)
      || this.ofNamespace(after.meshConfig.rootNamespace);
    this.gone = servicesOnlyIn(before, after);
    this.come = servicesOnlyIn(after, before);
    this.gateways = printOf(before.gateways.all.map(content)) !== printOf(after.gateways.all.map(content));
    this.everything = this.root || sharedBy(before) !== sharedBy(after);
  }

  /** Whatever decides what a workload's own side lets in. */
  public asCallee(workload: AlignedWorkload): boolean {
    const { before, after } = workload;
    return this.root || this.differs(workload, inbound)
      || (this.gateways && [before, after].some(one => one !== undefined && mayBeGateway(one)));
  }

  /** Whatever decides what its own side lets out. */
  public asCaller(workload: AlignedWorkload): boolean {
    return this.root || this.differs(workload, outbound) || this.knowsOthers(workload);
  }

  /** Whether its proxy knows other services than before, where what it knows them by is the same. */
  private knowsOthers({ before, after }: AlignedWorkload): boolean {
    const knows = (model: MeshModel, workload: Workload | undefined, among: readonly Service[]): boolean =>
      workload !== undefined && knownAmong(model, workload, among).length > 0;
    return knows(this.before, before, this.gone) || knows(this.after, after, this.come);
  }

  private differs({ namespace, before, after }: AlignedWorkload, side: Side): boolean {
    return before === undefined || after === undefined || pods(before) !== pods(after)
      || (this.ofNamespace(namespace) && boundTo(this.before, namespace, side, before) !== boundTo(this.after, namespace, side, after));
  }

  private ofNamespace(namespace: string): boolean {
    let touched = this.namespaces.get(namespace);
    if (touched === undefined) {
      this.namespaces.set(namespace, touched = boundTo(this.before, namespace, bothWays) !== boundTo(this.after, namespace, bothWays));
    }
    return touched;
  }
}

function servicesOnlyIn(one: MeshModel, other: MeshModel): readonly Service[] {
  const known = new Set(other.services.all.map(service => printOf(content(service))));
  return one.services.all.filter(service => !known.has(printOf(content(service))));
}

/** Objects of a namespace that decide in one direction. */
type Side = (model: MeshModel) => readonly { in(namespace: string): readonly Element[] }[];

const outbound: Side = model => [model.services, model.sidecars, model.networkPolicies, model.extensions, model.destinationRules];
const inbound: Side = model => [
  model.services, model.sidecars, model.networkPolicies, model.extensions, model.destinationRules,
  model.peerAuthentications, model.requestAuthentications, model.authorizationPolicies,
];
const bothWays = inbound;

/** The objects of a namespace, but for its workloads; only those that may be for one workload, if that is given. */
function boundTo(model: MeshModel, namespace: string, side: Side, workload?: Workload): string {
  const known = model.namespaces.get(namespace);
  return printOf([
    known?.declared, known === undefined ? [] : [...known.labels].sort(),
    ...side(model).map(elements => elements.in(namespace).filter(element => workload === undefined || mayBeFor(element, workload)).map(content)),
  ]);
}

/** What callers of all namespaces may meet on their way. */
function sharedBy(model: MeshModel): string {
  const { services, virtualServices, destinationRules, apiRoutes, gateways, ingressGateways, others } = model;
  return printOf([
    chosenByCallers(model),
    ...[virtualServices, destinationRules, apiRoutes, gateways].map(elements => elements.all.map(content)),
    services.all.filter(({ exposure }) => exposure === 'entry' || exposure === 'external-name').map(content),
    others.filter(({ kind }) => kind === 'Ingress').map(content),
    ingressGateways.map(({ namespace, serviceAccount, labels }) => [namespace, serviceAccount, [...labels]]),
  ]);
}

/** Where proxies do not choose the pod, one without proxy leaves all the others of its Service without mutual TLS. */
function chosenByCallers(model: MeshModel): unknown {
  const passes = (policy: TrafficPolicy | undefined): boolean =>
    policy !== undefined && (policy.passthrough || policy.ports.some(({ passthrough }) => passthrough));
  const anywhere = model.destinationRules.all.some(({ trafficPolicy, subsets }) =>
    passes(trafficPolicy) || subsets.some(subset => passes(subset.trafficPolicy)));
  return model.services.all.filter(({ exposure, resolution }) => anywhere || exposure === 'headless' || (exposure === 'entry' && resolution === 'NONE'))
    .map(service => [service.namespace, service.name, service.host, service.ports.map(port => everyEndpointAble(model, service, port))]);
}

/** Whether an object may be for the pods: it has no selector of equality that says otherwise. */
function mayBeFor({ kind, object }: Element, { labels }: Workload): boolean {
  const path = { NetworkPolicy: ['podSelector', 'matchLabels'], Sidecar: ['workloadSelector', 'labels'], EnvoyFilter: ['workloadSelector', 'labels'] }[kind]
    ?? ['selector', 'matchLabels'];
  const wanted = dig(object, 'spec', ...path);
  return !isObject(wanted) || kind === 'Service' || kind === 'ServiceEntry' || kind === 'DestinationRule'
    || Object.entries(wanted).every(([key, value]) => typeof value !== 'string' || labels.get(key) === value);
}

function content({ kind, namespace, name, object, created, problems }: Element): unknown {
  return [kind, namespace, name, object, created, problems];
}

/** All that a model knows of pods. */
function pods({ origin: _origin, object, labels, annotations, ...rest }: Workload): string {
  return printOf([rest, [...labels].sort(), [...annotations].sort(), object]);
}

function printOf(value: unknown): string {
  return JSON.stringify(value);
}
