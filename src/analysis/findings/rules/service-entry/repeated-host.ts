import { entryConflicts } from './entry-conflicts';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/ */
export const REPEATED_ENTRY: Rule = {
  code: 'MESH0741',
  severity: 'warning',
  aliases: ['KIA1211'],
  title: 'host and port of two ServiceEntries',
  explanation: 'For a proxy that sees both, the host is the one of its own namespace, else the older one; within one namespace their endpoints are thrown together. Most likely one of them is '
    + 'left over.',
  fix: 'Remove one of them, or export each to the namespaces that use it.',
  *find(world) {
    for (const { entry: { object, host, number, port }, other, sameProtocol } of entryConflicts(world)) {
      if (sameProtocol) { yield { object, path: port.path, message: `ServiceEntry ${nameOf(other.object)} has port ${number} of ${quoted(host)} too` }; }
    }
  },
};
