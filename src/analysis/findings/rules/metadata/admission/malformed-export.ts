import { exportLists } from './exports';
import type { Rule } from '../../../rule';
import { isDnsLabel } from '../../../validation/dns-names';
import { quoted } from '../../../validation/words';

export const MALFORMED_EXPORT: Rule = {
  code: 'MESH1607',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'export to what is no namespace',
  explanation: 'exportTo lists namespaces by name, "." for the own one or "*" for all; only a ServiceEntry may have "~" for none. Istio refuses the rest.',
  fix: 'Name the namespaces.',
  *find(world) {
    for (const { object, at } of exportLists(world)) {
      for (const entry of at.items) {
        const { string } = entry;
        if (string === undefined || string === '.' || string === '*' || isDnsLabel(string) || (string === '~' && object.kind === 'ServiceEntry')) { continue; }
        yield { object, path: entry.path, message: string === '~' ? `a ${object.kind} cannot be exported to nobody` : `${quoted(string)} is no namespace` };
      }
    }
  },
};
