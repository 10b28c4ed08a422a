import { hostWithin, splitPort } from '../hosts';
import type { MeshModel, Service } from '../model';
import { servicesWithHost } from './services';

/**
 * The service that a host name means to a caller of a namespace: the whole name, or as short as the caller's namespace
 * allows. The port of a host does not matter for that.
 */
export function namedService(model: MeshModel, namespace: string, authority: string): Service | undefined {
  const host = splitPort(authority).host.replace(/\.$/, '').toLowerCase();
  const domain = model.meshConfig.clusterDomain;
  const parts = host.split('.');
  const candidates = [host];
  if (parts.length === 1) { candidates.push(`${host}.${namespace}.svc.${domain}`); }
  if (parts.length === 2) { candidates.push(`${host}.svc.${domain}`); }
  if (parts.length === 3 && parts[2] === 'svc') { candidates.push(`${host}.${domain}`); }
  for (const candidate of candidates) {
    const found = servicesWithHost(model, candidate);
    if (found.length > 0) { return found.find(service => service.namespace === namespace) ?? found[0]; }
  }
  const byAddress = model.services.all.find(service => service.addresses.includes(host));
  return byAddress ?? model.services.all.find(service => service.host.startsWith('*') && hostWithin(host, service.host));
}
