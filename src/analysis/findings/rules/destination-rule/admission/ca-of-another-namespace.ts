import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const CA_OF_ANOTHER_NAMESPACE: Rule = {
  code: 'MESH0521',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'ConfigMap of another namespace',
  explanation: 'A certificate authority is read from configmap://namespace/name of the DestinationRule\'s own namespace only. Istio refuses others.',
  fix: 'Name a ConfigMap of the same namespace, with the namespace.',
  find: world => refused(settings(world, 'tls.credentialName'), ({ string = '' }, { namespace }) => {
    const prefix = 'configmap://';
    if (!string.startsWith(prefix)) { return undefined; }
    const [from, name = ''] = string.slice(prefix.length).split('/');
    return from === namespace && name !== '' ? undefined : `${quoted(string)} is not ${prefix}${namespace}/name`;
  }),
};
