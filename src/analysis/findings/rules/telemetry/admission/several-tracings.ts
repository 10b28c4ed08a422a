import type { Rule } from '../../../rule';
import { TELEMETRY } from '../../../validation/kinds';
import { places } from '../../../validation/places';

export const SEVERAL_TRACINGS: Rule = {
  code: 'MESH1101',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'several traces of one request',
  explanation: 'A proxy traces by one entry of tracing and to one provider; Istio leaves out the others.',
  fix: 'Keep one entry with one provider.',
  *find(world) {
    for (const { object, at } of places(world, TELEMETRY, 'spec.tracing', 'spec.tracing[].providers')) {
      const what = at.path.endsWith('.providers') ? 'providers' : 'entries of tracing';
      if (at.length > 1) { yield { object, path: at.path, message: `of ${at.length} ${what} only one is used` }; }
    }
  },
};
