import type { AccessSpace } from './access-space';
import type { Language } from '../algebra';
import { servicesWithHost } from '../decision/services';
import type { MeshModel, Service } from '../model';

/**
 * The names that mean a service to a caller of a namespace, in lower case: the whole one, and as short ones as its
 * namespace allows. A short one that is the host of another service means that.
 */
export function namesOf(model: MeshModel, service: Service, callerNamespace: string): readonly string[] {
  const means = servicesWithHost(model, service.host);
  const own = means.find(({ namespace }) => namespace === callerNamespace) ?? means[0];
  if (own !== service || service.host.startsWith('*') || service.host !== service.host.toLowerCase()) { return []; }
  if (service.exposure === 'entry') { return [service.host]; }
  const { name, namespace } = service;
  const short = [`${name}.${namespace}.svc`, `${name}.${namespace}`, ...namespace === callerNamespace ? [name] : []];
  return [service.host, ...short.filter(host => servicesWithHost(model, host).length === 0)];
}

/** Hosts of requests: one of the names, in whatever case, without port or with one. */
export function hostsNamed({ algebra: { strings } }: AccessSpace, names: readonly string[], port?: number): Language {
  return strings.oneOf(names.map(name => port === undefined ? name : `${name}:${port}`), { ignoreCase: true });
}
