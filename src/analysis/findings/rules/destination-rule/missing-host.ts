import { isWildcard } from '../../../hosts';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { wildcardDomainProblem } from '../../validation/dns-names';
import { quoted } from '../../validation/words';
import { destinationRuleOf } from '../../world/by-name';
import { Hosts } from '../../world/hosts';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule */
export const RULE_WITHOUT_HOST: Rule = {
  code: 'MESH0540',
  severity: 'warning',
  aliases: ['IST0174', 'KIA0202'],
  title: 'DestinationRule for a host that does not exist',
  explanation: 'A DestinationRule says how proxies talk to the host of a Service or ServiceEntry. For any other host it does nothing: a wish for TLS or for limits is not '
    + 'heard. A host of a namespace of which the manifests show nothing is not reported.',
  fix: 'Name the host of a Service in full, or declare the host by a ServiceEntry.',
  *find(world) {
    const hosts = Hosts.of(world);
    for (const object of world.objects('DestinationRule', 'networking.istio.io')) {
      const host = destinationRuleOf(world, object)?.host ?? '';
      // Capital letters are another finding.
      if (isWildcard(host) || /[A-Z]/.test(host) || wildcardDomainProblem(host) !== undefined) { continue; }
      const { visible, hidden } = hosts.find(host, object.namespace);
      if (visible.length > 0 || hosts.meantBy(host) !== undefined || hosts.mayBeElsewhere(host)) { continue; }
      yield {
        object,
        path: Cursor.of(object.object, 'spec', 'host').path,
        message: hidden.length === 0 ? `no Service and no ServiceEntry has the host ${quoted(host)}`
          : `${hidden[0].kind} ${hidden[0].namespace}/${hidden[0].name} has the host ${quoted(host)}, but does not export it to namespace ${object.namespace}`,
      };
    }
  },
};
