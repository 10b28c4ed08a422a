import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places } from '../../../validation/places';

const KIBIBYTE = 1024;
const MOST = 1024 * KIBIBYTE;
const MANY = 100 * KIBIBYTE;

export const LARGE_DIRECT_RESPONSE: Rule = {
  code: 'MESH0435',
  severity: 'error',
  aliases: ['IST0106', 'IST0133'],
  title: 'large body of a direct response',
  explanation: 'Every proxy that has the route holds the body. Istio refuses one of more than 1 MiB, and warns of more than 100 KiB.',
  fix: 'Serve it from a workload.',
  *find(world) {
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec.http[].directResponse.body')) {
      const size = sizeOf(at);
      if (size > MANY) { yield { object, path: at.path, message: `the body has ${Math.round(size / KIBIBYTE)} KiB`, severity: size > MOST ? 'error' : 'warning' }; }
    }
  },
};

function sizeOf(body: Cursor): number {
  const text = body.at('string').string;
  return text === undefined ? Buffer.byteLength(body.at('bytes').string ?? '', 'base64') : Buffer.byteLength(text);
}
