import type { Access, AccessByIdentity } from './access';
import type { AccessSpace } from './access-space';
import type { Journey } from './caller-side';
import { throughSidecar, unknownTo } from './caller-side';
import { hostClasses } from './host-classes';
import type { Bounds, Language, ProductSet } from '../algebra';
import { servicesOf } from '../decision/inbound';
import { extensionIn } from '../decision/layers/extensions';
import { interceptsOutbound, isAmbient } from '../decision/proxies';
import { isOnePod } from '../decision/replicas';
import { scopeOf } from '../decision/sidecar-scope';
import type { Transport } from '../decision/transport';
import { isUnknown, Unknown } from '../decision/tri';
import type { MeshModel, Service, ServicePort, Workload } from '../model';
import { reachedAt } from '../model';

/** The two ends, what the callee lets through, and what the network does. */
export interface Ends {
  readonly space: AccessSpace;
  readonly model: MeshModel;
  readonly caller: Workload;
  readonly callee: Workload;
  readonly callerSidecar: boolean;
  readonly calleeSidecar: boolean;
  readonly port: number;
  readonly identity: AccessByIdentity;
}

/**
 * The requests of a workload that all layers but the network's together let through. `host` is what the caller puts in its
 * request; what it has become at the callee decides there.
 *
 * @param everyHost whether requests are modelled whose host means none of the callee's services
 */
export function allLayers(ends: Ends, everyHost: boolean): Access {
  const { space, model, caller, callee, port } = ends;
  const { bounds, sets } = space.algebra;
  const causes = new Set(ends.identity.causes);
  const doubt = (cause: string): void => { causes.add(cause); };
  const result = (set: Bounds): Access => ({ ...set, causes: set.must === set.may ? [] : [...causes] });
  const unknown = (cause: string): Access => result((doubt(cause), bounds.unknown));
  const arriving = arrivingWith(ends, doubt);
  const passing = (): Bounds => caller === callee && isOnePod(model, callee) ? bounds.all : arriving(PLAINTEXT);
  const either = (): Bounds => ({ must: sets.none, may: sets.union(arriving(PLAINTEXT).may, arriving(MUTUAL).may) });
  if (!ends.callerSidecar) {
    return isAmbient(model, caller) ? unknown(`${caller.namespace}/${caller.name} is in ambient mode, which is not modelled`) : result(passing());
  }
  const extension = extensionIn(model, caller, 'SIDECAR_OUTBOUND');
  const journey: Journey = {
    space,
    model,
    client: { namespace: caller.namespace, labels: caller.labels },
    scope: scopeOf(model, caller),
    callee,
    calleeSidecar: ends.calleeSidecar,
    containerPort: port,
    arriving,
    passing,
    either,
    doubt,
  };
  const sent = (to: number, address: string | undefined, byProxy: () => Bounds): Bounds => {
    const { intercepted } = interceptsOutbound(caller, to, address ?? new Unknown('the address that is called is not known'));
    if (intercepted === false) { return passing(); }
    if (isUnknown(intercepted)) {
      doubt(intercepted.cause);
      return { must: sets.none, may: sets.union(passing().may, either().may) };
    }
    if (extension !== undefined) {
      doubt(`${extension.kind} ${extension.namespace}/${extension.name} changes the caller's proxy in ways that are not modelled`);
      return bounds.unknown;
    }
    return byProxy();
  };

  const hosts = hostClasses(space, model, caller.namespace);
  const through = (service: Service) => (entry: ServicePort): Bounds =>
    sent(entry.port, service.addresses[0], () => throughSidecar(journey, service, entry));
  const mapping = (service: Service): readonly ServicePort[] =>
    service.ports.filter(entry => entry.protocol !== 'udp' && reachedAt(service, entry, callee) === port);
  const own = servicesOf(model, callee);
  const ways = own.flatMap(service => mapping(service).map(entry => ({ service, entry })));
  const straight = (): Bounds => sent(port, callee.addresses[0], () => unknownTo(journey, `port ${port}`, port, false));
  const anyWay = (of: (service: Service, entry: ServicePort) => Bounds): Bounds =>
    ways.length === 0 ? straight() : bounds.union(...ways.map(({ service, entry }) => of(service, entry)));

  const parts = new HostParts(space);
  for (const service of everyHost ? model.services.all : own) {
    const { ports, rest } = hosts.naming(service);
    const usual = mapping(service).length > 0 ? mapping(service) : service.ports;
    if (usual.length === 0) { continue; }
    for (const at of ports) { parts.add(at.hosts, bounds.union(...at.entries.map(through(service)))); }
    parts.add(rest, bounds.union(...usual.map(through(service))));
  }
  if (everyHost) {
    const spoken = journey.scope.virtualServices().some(route => route.http.length > 0);
    // Only where HTTP is declared do services share a listener, which goes by the host; else the address decides.
    parts.add(hosts.nameless(), anyWay((service, entry) => entry.protocol !== 'http' ? through(service)(entry)
      : sent(entry.port, service.addresses[0], () => unknownTo(journey, `port ${entry.port} for an unknown host`, entry.port, spoken))));
  }
  const { requests, open } = parts.together();
  if (!sets.isEmpty(open)) { doubt('requests for hosts that mean none of the callee\'s services are not modelled'); }
  const connections = bounds.intersection(space.exactly(space.bytes), anyWay((service, entry) => through(service)(entry)));
  return result(bounds.union(requests, connections));
}

/** HTTP requests by their hosts. */
class HostParts {
  private readonly parts = new Map<ProductSet, Map<ProductSet, Language[]>>();

  public constructor(private readonly space: AccessSpace) {}

  public add(hosts: Language, { must, may }: Bounds): void {
    let alike = this.parts.get(must);
    if (alike === undefined) { this.parts.set(must, alike = new Map()); }
    const list = alike.get(may);
    if (list === undefined) { alike.set(may, [hosts]); } else { list.push(hosts); }
  }

  /** All of them; what is `open` has a host that is in no part, and may or may not get through. */
  public together(): { readonly requests: Bounds; readonly open: ProductSet } {
    const { bounds, sets, strings } = this.space.algebra;
    const parts = [...this.parts].flatMap(([must, alike]) => [...alike].map(([may, lists]) => ({ must, may, hosts: strings.union(...lists) })));
    const within = (hosts: Language): ProductSet => sets.intersection(this.space.http, sets.where(this.space.host, hosts));
    const open = within(strings.complement(strings.union(...parts.map(({ hosts }) => hosts))));
    const requests = parts.map(({ must, may, hosts }) => bounds.intersection(this.space.exactly(within(hosts)), { must, may }));
    return { requests: bounds.union(...requests, { must: sets.none, may: open }), open };
  }
}

const PLAINTEXT: Transport = { kind: 'plaintext', reason: 'no proxy of the mesh sends it', serverName: '' };
const MUTUAL: Transport = { kind: 'mutual', reason: 'a proxy of the mesh sends it', serverName: new Unknown('the server name is not known') };

/** What the callee lets through of what the caller sends in one way. */
function arrivingWith({ space, model, caller, identity }: Ends, doubt: (cause: string) => void): (transport: Transport) => Bounds {
  const { byIdentity, algebra: { sets, bounds } } = space;
  const of = (principal: string | undefined): Bounds =>
    ({ must: byIdentity.at(identity.must, principal), may: byIdentity.at(identity.may, principal) });
  return transport => {
    switch (transport.kind) {
      case 'plaintext': return of(undefined);
      case 'foreign':
        doubt(transport.reason);
        return bounds.unknown;
      case 'mutual': {
        const principal = `${model.meshConfig.trustDomain}/ns/${caller.namespace}/sa/${caller.serviceAccount}`;
        const own = of(principal);
        const { serverName } = transport;
        if (isUnknown(serverName)) { return { must: sets.forEvery(own.must, space.serverName), may: sets.project(own.may, space.serverName) }; }
        return { must: sets.at(own.must, space.serverName, serverName), may: sets.at(own.may, space.serverName, serverName) };
      }
    }
  };
}
