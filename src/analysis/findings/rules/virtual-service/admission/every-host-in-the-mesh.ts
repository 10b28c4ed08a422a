import { isGatewayOnly } from './binding';
import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places } from '../../../validation/places';

export const EVERY_HOST_IN_THE_MESH: Rule = {
  code: 'MESH0406',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'every host of the mesh',
  explanation: 'The host * is for gateways only: for sidecars it would replace the routes of every service, and Istio refuses it.',
  fix: 'Name the hosts, or name gateways and not mesh.',
  *find(world) {
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec')) {
      for (const host of at.at('hosts').items) {
        if (host.string === '*' && !isGatewayOnly(at)) { yield { object, path: host.path, message: '"*" stands for every host, and this is for sidecars too' }; }
      }
    }
  },
};
