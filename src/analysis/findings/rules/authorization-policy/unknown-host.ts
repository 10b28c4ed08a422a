import { valuesOf } from './written-values';
import { splitPort } from '../../../hosts';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { Hosts } from '../../world/hosts';

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation */
export const UNKNOWN_POLICY_HOST: Rule = {
  code: 'MESH0943',
  severity: 'warning',
  aliases: ['KIA0104'],
  title: 'host of the mesh that does not exist',
  explanation: 'A short name of a Service, or a name of the cluster, that no Service has is sent by nobody. Hosts are compared as they are sent, with their port: '
    + 'nothing is completed to a full name.',
  fix: 'Name the host as callers send it, and once more with :* for those that send the port.',
  *find(world) {
    const hosts = Hosts.of(world);
    const { clusterDomain } = world.model.meshConfig;
    for (const { policy, at, value } of valuesOf(world, 'hosts')) {
      if (value.includes('*')) { continue; }
      const { host } = splitPort(value.toLowerCase());
      const whole = wholeNameOf(host, policy.namespace, clusterDomain, name => world.model.namespaces.has(name));
      if (whole === undefined || hosts.named(whole).length > 0 || hosts.named(host).length > 0 || hosts.mayBeElsewhere(whole)) { continue; }
      if (world.model.virtualServices.all.some(route => route.hosts.includes(whole) || route.hosts.includes(host))) { continue; }
      yield { object: policy, path: at.path, message: `no Service has the host ${quoted(value)}` };
    }
  },
};

/** The full name that a name of the cluster stands for; undefined of names that are perhaps another's. */
function wholeNameOf(host: string, namespace: string, clusterDomain: string, isNamespace: (name: string) => boolean): string | undefined {
  const end = `.svc.${clusterDomain}`;
  if (host.endsWith(end)) { return host; }
  const [name, second, svc, ...more] = host.split('.');
  if (second === undefined) { return `${name}.${namespace}${end}`; }
  return isNamespace(second) && (svc === undefined || svc === 'svc') && more.length === 0 ? `${name}.${second}${end}` : undefined;
}
