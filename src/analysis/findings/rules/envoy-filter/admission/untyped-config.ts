import { completePatches } from './patches';
import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { quoted } from '../../../validation/words';

/** What has a configuration of a type of its own. */
const FILTERS = new Set(['LISTENER_FILTER', 'NETWORK_FILTER', 'HTTP_FILTER']);

export const UNTYPED_CONFIG: Rule = {
  code: 'MESH1111',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'configuration of Envoy without a type that it knows',
  explanation: 'The typed_config of a filter names its type by @type, of the API v3 of Envoy. Istio refuses it without one, and of v2. It also refuses what the type does not have, which is not looked at here.',
  fix: 'Add "@type": type.googleapis.com/envoy.….v3.…, as the reference of Envoy has it.',
  *find(world) {
    for (const { object, at, applyTo } of completePatches(world)) {
      for (const config of FILTERS.has(applyTo) ? ['typed_config', 'typedConfig'].map(key => at.at('patch', 'value', key)) : []) {
        const message = config.object === undefined ? undefined : typeProblem(config.at('@type'));
        if (message !== undefined) { yield { object, path: config.path, message }; }
      }
    }
  },
};

function typeProblem(type: Cursor): string | undefined {
  const { string } = type;
  if (string === undefined) { return 'there is no @type'; }
  const name = string.slice(string.lastIndexOf('/') + 1);
  if (/\.v2(?:alpha\d*|beta\d*)?\./.test(name) && name.startsWith('envoy.')) { return `${quoted(name)} is of the API v2, which is no more`; }
  return /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(name) ? undefined : `${quoted(string)} is no type`;
}
