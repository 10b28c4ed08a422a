import { describe } from '../../../model';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { destinationsOf } from '../../world/destinations';
import { Hosts } from '../../world/hosts';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
export const MISSING_HOST: Rule = {
  code: 'MESH0441',
  severity: 'error',
  aliases: ['IST0101', 'KIA1101'],
  title: 'destination that does not exist',
  explanation: 'Proxies know hosts by Services and ServiceEntries that are exported to them. What is routed to any other host is answered with 503, '
    + 'and a mirror of it goes nowhere. A host of a namespace of which the manifests show nothing is not reported.',
  fix: 'Name the host of a Service in full, or declare the host by a ServiceEntry.',
  *find(world) {
    const hosts = Hosts.of(world);
    for (const { object, at, host, services } of destinationsOf(world)) {
      if (services.length > 0 || hosts.meantBy(host) !== undefined || hosts.mayBeElsewhere(host)) { continue; }
      const { path } = at.at('host');
      const [hidden] = hosts.find(host, object.namespace).hidden;
      yield hidden === undefined
        ? { object, path, message: `no Service and no ServiceEntry has the host ${quoted(host)}` }
        : {
          object,
          path,
          message: `${describe(hidden)} has the host ${quoted(host)}, but does not export it to namespace ${object.namespace}`,
          fix: `Add ${object.namespace} to what ${describe(hidden)} is exported to, or route to another host.`,
        };
    }
  },
};
