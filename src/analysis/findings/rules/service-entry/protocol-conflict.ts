import { entryConflicts } from './entry-conflicts';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/ */
export const PROTOCOL_CONFLICT: Rule = {
  code: 'MESH0742',
  severity: 'warning',
  aliases: ['IST0177', 'KIA1212'],
  title: 'port of a host with two protocols',
  explanation: 'Two ServiceEntries say different things of what is spoken on a port of the same host. Which of them a proxy believes depends on its namespace and on the order of their creation.',
  fix: 'Say the same protocol in both, or remove one.',
  *find(world) {
    for (const { entry: { object, host, number, port, protocol }, other, sameProtocol } of entryConflicts(world)) {
      if (sameProtocol) { continue; }
      yield { object, path: port.path, message: `port ${number} of ${quoted(host)} is ${protocol} here and ${other.protocol} in ServiceEntry ${nameOf(other.object)}` };
    }
  },
};
