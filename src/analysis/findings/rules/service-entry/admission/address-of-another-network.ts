import type { Rule } from '../../../rule';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const ADDRESS_OF_ANOTHER_NETWORK: Rule = {
  code: 'MESH0715',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'workload without an address',
  explanation: 'Without an address, the workload is reached by the gateway of its network only, and not at all if there is none. Istio warns of it.',
  fix: 'Give the address, unless the gateway is what is meant.',
  *find(world) {
    const endpoints = [...places(world, SERVICE_ENTRY, 'spec')].flatMap(({ object, at }) =>
      at.at('resolution').string === 'STATIC' ? at.at('endpoints').items.map(endpoint => ({ object, at: endpoint })) : []);
    for (const { object, at } of [...places(world, WORKLOAD_ENTRY, 'spec'), ...endpoints]) {
      const [network, address] = [at.at('network').string ?? '', at.at('address')];
      if (network !== '' && (address.value ?? '') === '') { yield { object, path: address.path, message: `there is no address in the network ${quoted(network)}` }; }
    }
  },
};
