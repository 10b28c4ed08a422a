import type { WrittenImport } from './imports';
import { importedServices, importsRoutes, writtenImports } from './imports';
import { isWildcard } from '../../../hosts';
import { nameOf } from '../../../model';
import type { Found, Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { Hosts } from '../../world/hosts';
import { Inventory } from '../../world/inventory';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener */
export const IMPORTS_NOTHING: Rule = {
  code: 'MESH0843',
  severity: 'warning',
  aliases: ['KIA1004'],
  title: 'egress host that imports nothing',
  explanation: 'An egress host is `namespace/host`, the namespace being that of the Service or ServiceEntry, and the host its whole name; it imports what lies within it. Where nothing does, '
    + 'the workload does not know the host, and calls to it are dropped or go out as plaintext.',
  fix: 'Write the namespace that the Service is in, and its whole name.',
  *find(world) {
    for (const written of writtenImports(world)) {
      const { host } = written;
      // Capital letters are another finding.
      if ((!host.includes('.') && host !== '*') || /[A-Z]/.test(host)) { continue; }
      const problem = problemOf(world, written);
      if (problem !== undefined) { yield { object: written.object, path: written.at.path, ...problem }; }
    }
  },
};

function problemOf(world: World, written: WrittenImport): Pick<Found, 'message' | 'fix'> | undefined {
  const { namespace, host, object } = written;
  const inventory = Inventory.of(world);
  const hosts = Hosts.of(world);
  if (namespace !== '*' && !inventory.mayHave(namespace)) { return { message: `there is no namespace ${quoted(namespace)}` }; }
  if (host === '*') { return undefined; }
  const services = importedServices(world, written);
  if (services.some(service => hosts.isVisible(service, object.namespace)) || importsRoutes(world, written)) { return undefined; }
  if (services.length > 0) { return { message: `${services[0].kind} ${nameOf(services[0])} is not exported to namespace ${object.namespace}`, fix: `Export it to ${object.namespace}.` }; }
  const elsewhere = isWildcard(host) ? undefined : hosts.named(host)[0];
  if (elsewhere !== undefined) {
    return { message: `${elsewhere.kind} ${nameOf(elsewhere)} is not of namespace ${namespace}`, fix: `Write ${elsewhere.namespace}/${host}.` };
  }
  const meant = hosts.meantBy(host);
  if (meant !== undefined) { return { message: `${quoted(host)} is not short for ${meant}`, fix: `Write ${written.at.string?.slice(0, written.at.string.indexOf('/'))}/${meant}.` }; }
  const parsed = hosts.parse(host);
  if (namespace === '*' ? hosts.mayBeElsewhere(host) || isWildcard(host) : !inventory.shows(namespace) && (parsed === undefined || parsed.namespace === namespace)) { return undefined; }
  return { message: `no Service and no ServiceEntry${namespace === '*' ? '' : ` of namespace ${namespace}`} has ${isWildcard(host) ? 'a host within' : 'the host'} ${quoted(host)}` };
}
