import { destinations } from './destinations';
import type { Rule } from '../../../rule';
import { dnsLabelProblem, wildcardDomainProblem } from '../../../validation/dns-names';

export const MALFORMED_DESTINATION: Rule = {
  code: 'MESH0414',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'destination that cannot be one',
  explanation: 'A destination is the name of a host, and a subset has the name of a DNS label. Istio refuses the VirtualService otherwise.',
  fix: 'Name the Service as name.namespace.svc.cluster.local, without scheme or port.',
  *find(world) {
    for (const { object, at } of destinations(world)) {
      const [host, subset] = [at.at('host'), at.at('subset')];
      const wrongHost = host.string === '*' ? '"*" is every host, and no destination' : wildcardDomainProblem(host.string ?? '');
      if (wrongHost !== undefined && (host.string !== undefined || !host.exists)) { yield { object, path: host.path, message: wrongHost }; }
      const wrongSubset = subset.string === undefined || subset.string === '' ? undefined : dnsLabelProblem(subset.string);
      if (wrongSubset !== undefined) { yield { object, path: subset.path, message: wrongSubset }; }
    }
  },
};
