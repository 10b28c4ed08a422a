import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const GATEWAY_BY_HOST_NAME: Rule = {
  code: 'MESH0404',
  severity: 'warning',
  aliases: ['IST0133', 'KIA1108'],
  title: 'gateway named like a host',
  explanation: 'A gateway was once named as name.namespace.svc.cluster.local. Istio still reads that, warns of it, and reads no other gateway of the list for its own checks.',
  fix: 'Write namespace/name.',
  find: world => refused(
    places(world, VIRTUAL_SERVICE, 'spec.gateways[]', ...['http', 'tls', 'tcp'].map(protocol => `spec.${protocol}[].match[].gateways[]`)),
    ofText(text => {
      const [name, namespace = ''] = text.split('.');
      if (text.includes('/') || !text.includes('.') || name === '') { return undefined; }
      return `${quoted(text)} is an old way to name ${namespace === '' ? 'a gateway' : `the gateway ${namespace}/${name}`}`;
    })),
};
