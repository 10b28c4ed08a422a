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
  const hosts = Hosts.of(world);
  return world.objects('VirtualService', 'networking.istio.io').flatMap(object => {
    const virtualService = virtualServiceOf(world, object);
    if (virtualService === undefined) { return []; }
    return (['http', 'tls', 'tcp'] as const).flatMap(protocol => Cursor.of(object.object, 'spec', protocol).items.flatMap(route => placesIn(route).flatMap(({ role, at }) => {
      const written = at.at('host').string;
      if (written === undefined || /[A-Z]/.test(written) || wildcardDomainProblem(written) !== undefined) { return []; }
      const host = fullyQualified(written, object.namespace, world.model.meshConfig.clusterDomain);
      const subset = at.at('subset').string;
      const port = at.at('port', 'number').number;
      return [{
        object,
        virtualService,
        protocol,
        route,
        role,
        at,
        host,
        ...subset === undefined || !isDnsLabel(subset) ? {} : { subset },
        ...port === undefined || portProblem(port) !== undefined ? {} : { port },
        services: hosts.find(host, object.namespace).visible,
      }];
    })));
  });
}

function placesIn(route: Cursor): readonly Pick<WrittenDestination, 'role' | 'at'>[] {
  return [
    ...route.at('route').items.map(item => ({ role: 'route' as const, at: item.at('destination') })),
    ...route.at('mirror').exists ? [{ role: 'mirror' as const, at: route.at('mirror') }] : [],
    ...route.at('mirrors').items.map(item => ({ role: 'mirror' as const, at: item.at('destination') })),
  ];
}
