import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { destinationsOf } from '../../world/destinations';
import { Hosts } from '../../world/hosts';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService */
export const DOTTED_SHORT_NAME: Rule = {
  code: 'MESH0470',
  severity: 'error',
  aliases: ['IST0101'],
  title: 'short name with a dot',
  explanation: 'Only a name without dots gains the rest of its Service\'s name. One with a dot is taken as it is, as a host of its own: routes for it are asked by nobody '
    + 'who uses the whole name, and routes to it end in 503.',
  fix: 'Write the whole name.',
  *find(world) {
    const hosts = Hosts.of(world);
    const clusterDomain = world.model.meshConfig.clusterDomain;
    for (const { object, at, host } of destinationsOf(world)) {
      const meant = hosts.meantBy(host);
      if (meant !== undefined) { yield { object, path: at.at('host').path, message: `${quoted(host)} is not short for ${meant}`, fix: `Write ${meant}.` }; }
    }
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const written = Cursor.of(object.object, 'spec', 'hosts').items;
      for (const at of written) {
        const meant = at.string === undefined ? undefined : hosts.meantBy(at.string);
        // Beside the whole name it is an alias that requests can have.
        if (meant === undefined || written.some(({ string }) => string === meant || `${string}.${clusterDomain}` === meant)) { continue; }
        yield { object, path: at.path, severity: 'warning', message: `${quoted(at.string)} is not short for ${meant}`, fix: `Write ${meant}.` };
      }
    }
  },
};
