import type { AccessSpace } from './access-space';
import { hostsNamed, hostsNamedAt, hostsOtherwise, namesOf } from './host-names';
import type { Language } from '../algebra';
import type { MeshModel, Service, ServicePort } from '../model';

/** The hosts that mean a service to callers of a namespace, by the port that they name. */
export interface NamedService {
  readonly ports: readonly { readonly entries: readonly ServicePort[]; readonly hosts: Language }[];
  /** Hosts without port, or with one that the service does not have. */
  readonly rest: Language;
  readonly all: Language;
}

/** What hosts mean to callers of a namespace. */
export interface HostClasses {
  naming(service: Service): NamedService;
  /** Hosts that mean no service. */
  nameless(): Language;
}

const known = new WeakMap<AccessSpace, WeakMap<MeshModel, Map<string, HostClasses>>>();

export function hostClasses(space: AccessSpace, model: MeshModel, callerNamespace: string): HostClasses {
  let models = known.get(space);
  if (models === undefined) { known.set(space, models = new WeakMap()); }
  let namespaces = models.get(model);
  if (namespaces === undefined) { models.set(model, namespaces = new Map()); }
  let classes = namespaces.get(callerNamespace);
  if (classes === undefined) { namespaces.set(callerNamespace, classes = new Classes(space, model, callerNamespace)); }
  return classes;
}

class Classes implements HostClasses {
  private readonly services = new Map<Service, NamedService>();
  private none?: Language;

  public constructor(private readonly space: AccessSpace, private readonly model: MeshModel, private readonly callerNamespace: string) {}

  public naming(service: Service): NamedService {
    let named = this.services.get(service);
    if (named === undefined) { this.services.set(service, named = this.read(service)); }
    return named;
  }

  public nameless(): Language {
    const { strings } = this.space.algebra;
    this.none ??= strings.complement(strings.union(
      hostsOtherwise(this.space, this.model), ...this.model.services.all.map(service => this.naming(service).all)));
    return this.none;
  }

  private read(service: Service): NamedService {
    const { space } = this;
    const { strings } = space.algebra;
    const names = namesOf(this.model, service, this.callerNamespace);
    const numbers = [...new Set(service.ports.map(({ port }) => port))];
    const ports = names.names.length === 0 ? [] : numbers.map(number => ({
      entries: service.ports.filter(({ port }) => port === number),
      hosts: hostsNamedAt(space, names, number),
    }));
    const all = names.names.length === 0 ? strings.none : hostsNamed(space, names);
    return { ports, all, rest: strings.difference(all, strings.union(...ports.map(({ hosts }) => hosts))) };
  }
}
