import { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { WEBHOOK_KINDS } from '../../../validation/kinds';
import { quoted } from '../../../validation/words';

const FIELDS = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status']);

export const UNKNOWN_TOP_LEVEL_FIELD: Rule = {
  code: 'MESH1601',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'field beside metadata and spec',
  explanation: 'An object of Istio has metadata, a spec and a status. Istio refuses it with any other field, which is often one of the spec that is not indented.',
  fix: 'Indent it below spec, or remove it.',
  *find(world) {
    for (const { kind, group } of WEBHOOK_KINDS) {
      for (const object of world.objects(kind, group)) {
        for (const [key, { path }] of Cursor.of(object.object).entries) {
          if (!FIELDS.has(key)) { yield { object, path, message: `${quoted(key)} is no field of a ${kind}` }; }
        }
      }
    }
  },
};
