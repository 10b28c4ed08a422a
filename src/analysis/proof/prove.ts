import { asIfAllowed, authorizerLiveness } from './authorizers';
import type { Declaration, DeclaredBounds, PlainLabels } from './declaration';
import { carries, EdgeIndex } from './edge-index';
import { gatewayLiveness } from './gateway-liveness';
import { gatewaySafety } from './gateway-safety';
import { servingSafety } from './gateway-serving';
import { identityProof } from './identity-proof';
import { leavingSafety } from './leaving-safety';
import { edgeLiveness } from './liveness';
import { networkSafety, policiesFor } from './network-safety';
import type { Difference, Proof } from './proof';
import { sharedAccounts } from './shared-accounts';
import { sidecarSafety } from './sidecar-safety';
import { AccessSets } from '../access-sets';
import { networkPoliciesOf, podPeer } from '../decision/layers/network-policies';
import type { MeshModel, Workload } from '../model';
import { selects } from '../model';
import type { NetworkPolicies } from '../network-policy';

/**
 * Holds manifests against declarations.
 *
 * *Safety*, each boundary alone: mutual TLS with AuthorizationPolicy allows no identity, and NetworkPolicy no pod, what was not
 * declared; a Sidecar imports callees and named extras only. *Liveness*: every declared call comes through all layers, as if
 * authorizers that are declared let it pass.
 */
export function prove(given: MeshModel, declaration: Declaration): Proof {
  const model = asIfAllowed(given, declaration.bounds);
  const network = networkPoliciesOf(model);
  const index = new EdgeIndex(declaration.edges);
  const bounded = boundedWorkloads(model, declaration.bounds);
  const differences: Difference[] = [];
  let sets = new AccessSets(model);
  for (const { workload, bounds } of bounded) {
    if (sets.isFull) {
      sets = new AccessSets(model);
    }
    const incoming = index.incoming(workload);
    const outgoing = index.outgoing(workload);
    differences.push(...identityProof(model, sets, bounds, workload, incoming));
    if (bounds.networkPolicy) {
      differences.push(...networkSafety(bounds, workload, policiesFor(model, workload), incoming, outgoing));
    }
    if (bounds.sidecar) {
      differences.push(...sidecarSafety(model, bounds, workload, outgoing));
    }
    differences.push(...authorizerLiveness(model, network, bounds, workload, incoming));
  }
  differences.push(...elsewhereLiveness(model, bounded.map(({ workload }) => workload), index));
  differences.push(...gatewaySafety(model, bounded, index, declaration), ...servingSafety(model, declaration.gateways ?? []));
  differences.push(...leavingSafety(model, bounded, index));
  differences.push(...livenessOf(model, network, declaration));
  return {
    differences,
    workloads: bounded.length,
    calls: declaration.edges.length,
    boundaries: boundariesOf(declaration),
    sharedAccounts: sharedAccounts(model, network, declaration.edges, bounded),
  };
}

/** The workloads of the namespaces that are declared, each with what binds it. */
function boundedWorkloads(model: MeshModel, all: readonly DeclaredBounds[]): { readonly workload: Workload; readonly bounds: DeclaredBounds }[] {
  const own = new Map(all.filter(({ workload }) => workload !== undefined).map(bounds => [`${bounds.namespace}/${bounds.workload}`, bounds]));
  const whole = new Map(all.filter(({ workload }) => workload === undefined).map(bounds => [bounds.namespace, bounds]));
  return model.workloads.all.flatMap(workload => {
    const bounds = own.get(`${workload.namespace}/${workload.name}`) ?? whole.get(workload.namespace);
    return bounds && !bounds.otherApps?.some(labels => carries(workload, labels)) ? [{ workload, bounds }] : [];
  });
}

/** Declared calls to workloads that others deploy, held whole against what these admit; what else they admit is for others to prove. */
function elsewhereLiveness(model: MeshModel, bounded: readonly Workload[], index: EdgeIndex): Difference[] {
  const ours = new Set(bounded);
  const called = model.workloads.all.filter(workload => !ours.has(workload) && index.incoming(workload).length > 0);
  const unbounded = {
    path: '',
    namespace: '',
    authorizationPolicy: false,
    networkPolicy: false,
    sidecar: false,
    extraSidecarHosts: [],
    baseline: { ingress: [], egress: [] },
  };
  let sets: AccessSets | undefined;
  return called.flatMap(workload => {
    sets = sets === undefined || sets.isFull ? new AccessSets(model) : sets;
    return identityProof(model, sets, unbounded, workload, index.incoming(workload));
  });
}

function livenessOf(model: MeshModel, network: NetworkPolicies, { edges }: Declaration): Difference[] {
  const pods = podsOf(model);
  // A gateway is no workload that sends on its own: what it passes on is not followed from here.
  const passing = new Set(model.ingressGateways.flatMap(gateway =>
    model.workloads.in(gateway.namespace).filter(({ labels }) => selects(gateway.labels, labels))));
  const exposed = edges.filter(({ caller }) => caller.gateway);
  const differences: Difference[] = [];
  for (const edge of edges) {
    const callees = pods(edge.callee.namespace, edge.callee.podLabels);
    const callers = pods(edge.caller.namespace, edge.caller.podLabels).filter(workload => !passing.has(workload));
    differences.push(
      ...edgeLiveness(model, network, edge, callers, callees, workload => podPeer(model, workload)),
      ...gatewayLiveness(model, edge, callees, exposed),
    );
  }
  return differences;
}

/** Finds the workloads of a namespace whose pods have labels. */
function podsOf(model: MeshModel): (namespace: string, labels?: PlainLabels) => Workload[] {
  const byApp = new Map<string, Map<string | undefined, Workload[]>>();
  for (const workload of model.workloads.all) {
    let apps = byApp.get(workload.namespace);
    if (apps === undefined) { byApp.set(workload.namespace, apps = new Map()); }
    const app = workload.labels.get('app');
    const known = apps.get(app);
    if (known === undefined) { apps.set(app, [workload]); } else { known.push(workload); }
  }
  return (namespace, labels = {}) => (labels.app === undefined ? model.workloads.in(namespace) : byApp.get(namespace)?.get(labels.app) ?? [])
    .filter(workload => carries(workload, labels));
}

function boundariesOf({ bounds, edges, gateways = [] }: Declaration): string[] {
  return [
    ...bounds.some(({ authorizationPolicy }) => authorizationPolicy) ? ['mutual TLS with AuthorizationPolicy'] : [],
    ...bounds.some(({ networkPolicy }) => networkPolicy) ? ['NetworkPolicy'] : [],
    ...bounds.some(({ sidecar }) => sidecar) ? ['Sidecar (scope, not a boundary)'] : [],
    ...gateways.length > 0 || edges.some(({ caller }) => caller.gateway) ? ['routes of gateways (the way in, not a boundary)'] : [],
  ];
}
