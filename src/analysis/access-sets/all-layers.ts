import type { Access } from './access';
import type { AccessSpace } from './access-space';
import { throughSidecar } from './caller-side';
import { hostsNamed, namesOf } from './host-names';
import type { Bounds } from '../algebra';
import { servicesOf } from '../decision/inbound';
import { extensionIn } from '../decision/layers/extensions';
import { interceptsOutbound, isAmbient } from '../decision/proxies';
import { scopeOf } from '../decision/sidecar-scope';
import type { Transport } from '../decision/transport';
import { isUnknown, Unknown } from '../decision/tri';
import type { MeshModel, Service, ServicePort, Workload } from '../model';
import { targetOf } from '../model';

/** The two ends, what the callee lets through, and what the network does. */
export interface Ends {
  readonly space: AccessSpace;
  readonly model: MeshModel;
  readonly caller: Workload;
  readonly callee: Workload;
  readonly callerSidecar: boolean;
  readonly calleeSidecar: boolean;
  readonly port: number;
  readonly identity: Access;
}

/**
 * The requests of a workload that all layers but the network's together let through. `host` is what the caller puts in its
 * request; what it has become at the callee decides there. Requests for hosts that mean none of the callee's services are
 * not modelled if the caller has a sidecar.
 */
export function allLayers(ends: Ends): Access {
  const { space, model, caller, callee, port } = ends;
  const { bounds, sets } = space.algebra;
  const causes = new Set(ends.identity.causes);
  const doubt = (cause: string): void => { causes.add(cause); };
  const result = (set: Bounds): Access => ({ ...set, causes: set.must === set.may ? [] : [...causes] });
  const unknown = (cause: string): Access => result((doubt(cause), bounds.unknown));
  const direct = arrivingWith(ends, doubt);
  if (caller === callee && !ends.callerSidecar) { return unknown('whether a pod that calls itself meets its proxy is not modelled'); }
  if (!ends.callerSidecar) {
    return isAmbient(model, caller) ? unknown(`${caller.namespace}/${caller.name} is in ambient mode, which is not modelled`) : result(direct(PLAINTEXT));
  }
  const extension = extensionIn(model, caller, 'SIDECAR_OUTBOUND');
  if (extension !== undefined) { return unknown(`${extension.kind} ${extension.namespace}/${extension.name} changes the caller's proxy`); }

  let modelled = sets.none;
  const parts: Bounds[] = [];
  for (const service of servicesOf(model, callee)) {
    const ports = service.ports.filter(entry => entry.protocol !== 'udp' && targetOf(entry, callee) === port);
    const names = namesOf(model, service, caller.namespace);
    for (const entry of ports) {
      const hosts = space.algebra.strings.union(hostsNamed(space, names, entry.port), hostsNamed(space, names));
      const asked = sets.union(sets.where(space.host, hosts), space.bytes);
      modelled = sets.union(modelled, asked);
      parts.push(bounds.intersection(space.exactly(asked), throughService(ends, service, entry, direct, doubt)));
    }
  }
  if (modelled !== sets.all) { doubt('requests for hosts that mean none of the callee\'s services are not modelled'); }
  return result(bounds.union(...parts, { must: sets.none, may: sets.complement(modelled) }));
}

const PLAINTEXT: Transport = { kind: 'plaintext', reason: 'no proxy of the mesh sends it', serverName: '' };

function throughService(
  { space, model, caller, callee, calleeSidecar, port }: Ends, service: Service, entry: ServicePort,
  arriving: (transport: Transport) => Bounds, doubt: (cause: string) => void,
): Bounds {
  const destination = service.addresses[0] ?? new Unknown('the address that is called is not known');
  const { intercepted } = interceptsOutbound(caller, entry.port, destination);
  if (isUnknown(intercepted)) {
    doubt(intercepted.cause);
    return space.algebra.bounds.unknown;
  }
  if (!intercepted) { return arriving(PLAINTEXT); }
  const client = { namespace: caller.namespace, labels: caller.labels };
  return throughSidecar({
    space, model, client, scope: scopeOf(model, caller), callee, calleeSidecar, containerPort: port, arriving, doubt,
  }, service, entry);
}

/** What the callee lets through of what the caller sends in one way. */
function arrivingWith({ space, model, caller, callee, identity }: Ends, doubt: (cause: string) => void): (transport: Transport) => Bounds {
  const { sets, bounds } = space.algebra;
  const on = (of: (set: Bounds['must']) => Bounds['must']): Bounds => ({ must: of(identity.must), may: of(identity.may) });
  return transport => {
    if (caller === callee && transport.kind === 'plaintext') {
      doubt('whether a pod that calls itself meets its proxy is not modelled');
      return bounds.unknown;
    }
    switch (transport.kind) {
      case 'plaintext': return on(set => sets.at(set, space.principal, undefined));
      case 'foreign':
        doubt(transport.reason);
        return bounds.unknown;
      case 'mutual': {
        const principal = `${model.meshConfig.trustDomain}/ns/${caller.namespace}/sa/${caller.serviceAccount}`;
        const own = on(set => sets.at(set, space.principal, principal));
        const { serverName } = transport;
        if (isUnknown(serverName)) { return { must: sets.forEvery(own.must, space.serverName), may: sets.project(own.may, space.serverName) }; }
        return { must: sets.at(own.must, space.serverName, serverName), may: sets.at(own.may, space.serverName, serverName) };
      }
    }
  };
}
