import { hostWithin, splitPort } from '../hosts';
import type { MeshModel, Service } from '../model';
import { servicesWithHost } from './services';

/** One pod's own part of a name within a headless Service. */
const POD = /^[a-z0-9_-]+$/;

/**
 * Do names below a Service's own mean its pods? A headless Service has one for each, and proxies take them for the Service. Not where
 * names of others fall among them.
 */
export function namesPods(model: MeshModel, service: Service): boolean {
  const { exposure, name, namespace } = service;
  return exposure === 'headless' && model.services.in(name).length === 0
    && !model.services.all.some(({ host }) => [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, service.host].some(own => host.endsWith(`.${own}`)));
}

/**
 * The service that a host name means to a caller of a namespace: the whole name, or as short as the caller's namespace
 * allows. The port of a host does not matter for that.
 */
export function namedService(model: MeshModel, namespace: string, authority: string): Service | undefined {
  const host = splitPort(authority).host.replace(/\.$/, '').toLowerCase();
  const whole = serviceNamed(model, namespace, host);
  if (whole !== undefined) { return whole; }
  const [pod, ...rest] = host.split('.');
  const headless = POD.test(pod) && rest.length > 0 ? serviceNamed(model, namespace, rest.join('.')) : undefined;
  if (headless !== undefined && namesPods(model, headless)) { return headless; }
  const byAddress = model.services.all.find(service => service.addresses.includes(host));
  return byAddress ?? model.services.all.find(service => service.host.startsWith('*') && hostWithin(host, service.host));
}

function serviceNamed(model: MeshModel, namespace: string, host: string): Service | undefined {
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
  return undefined;
}
