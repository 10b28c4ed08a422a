import type { AlignedWorkload } from './aligned';
import type { Comparison, Version } from './comparison';
import { principalOf } from './comparison';
import type { AccessClient } from '../access/access-client';
import { AccessClientKind } from '../access/access-client';
import type { Access, NetworkAccess } from '../access-sets';
import { hasPort } from '../access-sets';
import { workloadClient } from '../access-table/identity-words';
import { listenersOf } from '../decision/gateway-routing';
import type { Caller as RequestCaller } from '../decision/request';
import type { MeshModel, Workload } from '../model';

/** Somebody who calls, in two versions. */
export interface Caller {
  readonly client: AccessClient;
  /** Who asks, in requests. */
  readonly asks: RequestCaller;
  /** The workload that it is. */
  readonly workload?: AlignedWorkload;
  /** The identities that it has in either version; undefined for none. */
  readonly principals: readonly (string | undefined)[];
  /** What one version lets through; undefined where the caller or the callee is not there. */
  network(version: Version, callee: Workload): NetworkAccess | undefined;
  /** @param network what NetworkPolicies let through at the port */
  all(version: Version, callee: Workload, port: number, network: NetworkAccess): Access;
}

/** A workload of either version. */
export function workloadCaller({ before, after }: Comparison, side: (version: Version) => 'before' | 'after', workload: AlignedWorkload): Caller {
  const own = (version: Version): Workload | undefined => workload[side(version)];
  const { namespace, name } = workload;
  return {
    client: workloadClient((workload.after ?? workload.before) as Workload),
    asks: { kind: 'workload', namespace, workload: name },
    workload,
    network: (version, callee) => {
      const caller = own(version);
      return caller === undefined ? undefined : version.network.access(caller, callee);
    },
    all: (version, callee, port, network) => version.access.access(own(version) as Workload, callee, port, { network }),
    principals: [before, after].flatMap(({ model }, i): (string | undefined)[] => {
      const one = [workload.before, workload.after][i];
      return one === undefined ? [] : [principalOf(model, one)];
    }).concat([undefined]),
  };
}

/** Whoever has no pod in the mesh, and no identity. */
export function outsideCaller({ space }: Comparison): Caller {
  const { sets } = space.algebra;
  const anonymous = (version: Version, callee: Workload, port: number): Access => {
    const { must, may, causes } = version.access.identityAccess(callee, port);
    return { must: sets.at(must, space.principal, undefined), may: sets.at(may, space.principal, undefined), causes };
  };
  return {
    client: { kind: AccessClientKind.NO_IDENTITY, text: 'outside' },
    asks: { kind: 'outside' },
    network: (version, callee) => version.access.networkAccess('outside', callee),
    all: (version, callee, port, network) => within(anonymous(version, callee, port), network, port, sets.none),
    principals: [undefined],
  };
}

/** Gateways that no manifest shows: what they may pass on, whatever their routes are. */
export function gatewayCallers(comparison: Comparison): readonly Caller[] {
  const { space } = comparison;
  const { sets } = space.algebra;
  const pods = new Map<string, Workload>();
  for (const { model } of [comparison.before, comparison.after]) {
    for (const gateway of platformGateways(model)) { pods.set(`${gateway.namespace}/${gateway.serviceAccount}`, gateway); }
  }
  return [...pods.values()].map((gateway): Caller => {
    const known = (version: Version, callee: Workload, port: number): Access => {
      const { must, may, causes } = version.access.identityAccess(callee, port);
      const principal = principalOf(version.model, gateway);
      return { must: sets.at(must, space.principal, principal), may: sets.at(may, space.principal, principal), causes };
    };
    const principal = principalOf(comparison.after.model, gateway);
    return {
      client: {
        kind: AccessClientKind.SERVICE_ACCOUNT,
        text: `ingress gateway ${gateway.namespace}/${gateway.serviceAccount}`,
        namespace: gateway.namespace,
        name: gateway.serviceAccount,
        principal,
      },
      asks: { kind: 'principal', principal },
      network: (version, callee) => version.access.networkAccess(gateway, callee),
      all: (version, callee, port, network) => within(known(version, callee, port), network, port, sets.none),
      principals: [comparison.before, comparison.after].map(({ model }) => principalOf(model, gateway)),
    };
  });
}

function platformGateways(model: MeshModel): readonly Workload[] {
  return listenersOf(model).listeners.map(({ pods }) => pods).filter(pods => !model.workloads.all.includes(pods));
}

function within({ must, may, causes }: Access, network: NetworkAccess, port: number, none: Access['must']): Access {
  if (!hasPort(network.may, port)) { return { must: none, may: none, causes: [] }; }
  return { must: hasPort(network.must, port) ? must : none, may, causes };
}
