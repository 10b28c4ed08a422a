import { virtualServiceOf } from './by-name';
import { Hosts } from './hosts';
import type { World } from './world';
import { fullyQualified } from '../../hosts';
import type { Element, Service, VirtualService } from '../../model';
import { Cursor } from '../cursor';
import { isDnsLabel, wildcardDomainProblem } from '../validation/dns-names';
import { portProblem } from '../validation/ports';

/** A place in a VirtualService that requests are sent to. */
export interface WrittenDestination {
  readonly object: Element;
  readonly virtualService: VirtualService;
  readonly protocol: 'http' | 'tls' | 'tcp';
  readonly route: Cursor;
  readonly role: 'route' | 'mirror';
  /** The `destination`, or the `mirror`. */
  readonly at: Cursor;
  /** In full. */
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
  /** What the host means to the namespace of the VirtualService; none if there is no such host. */
  readonly services: readonly Service[];
}

/** Every destination of every VirtualService that names a host. What is malformed, or in capital letters, counts as absent: that is another finding. */
export function destinationsOf(world: World): readonly WrittenDestination[] {
  return world.once(collect);
}

function collect(world: World): readonly WrittenDestination[] {
  const found: WrittenDestination[] = [];
  for (const object of world.objects('VirtualService', 'networking.istio.io')) {
    const virtualService = virtualServiceOf(world, object);
    if (virtualService === undefined) { continue; }
    const spec = Cursor.of(object.object, 'spec');
    for (const protocol of ['http', 'tls', 'tcp'] as const) {
      for (const route of spec.at(protocol).items) {
        const add = (role: WrittenDestination['role'], at: Cursor): void => {
          const named = namedBy(world, object, at);
          if (named !== undefined) { found.push({ object, virtualService, protocol, route, role, at, ...named }); }
        };
        for (const item of route.at('route').items) { add('route', item.at('destination')); }
        if (route.at('mirror').exists) { add('mirror', route.at('mirror')); }
        for (const item of route.at('mirrors').items) { add('mirror', item.at('destination')); }
      }
    }
  }
  return found;
}

function namedBy(world: World, object: Element, at: Cursor): Pick<WrittenDestination, 'host' | 'subset' | 'port' | 'services'> | undefined {
  const written = at.at('host').string;
  if (written === undefined || /[A-Z]/.test(written) || wildcardDomainProblem(written) !== undefined) { return undefined; }
  const host = fullyQualified(written, object.namespace, world.model.meshConfig.clusterDomain);
  const subset = at.at('subset').string;
  const port = at.at('port', 'number').number;
  return {
    host,
    subset: subset === undefined || !isDnsLabel(subset) ? undefined : subset,
    port: port === undefined || portProblem(port) !== undefined ? undefined : port,
    services: Hosts.of(world).find(host, object.namespace).visible,
  };
}
