import type { Rule } from '../../../rule';
import { TELEMETRY } from '../../../validation/kinds';
import { places } from '../../../validation/places';

export const IMPOSSIBLE_TAG: Rule = {
  code: 'MESH1103',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'tag without a name or a value',
  explanation: 'A tag of traces has a name. One of metrics is removed, or gets a value, which no operation stands for as well. Istio refuses others.',
  fix: 'Give the value, or the operation REMOVE.',
  *find(world) {
    for (const { object, at } of places(world, TELEMETRY, 'spec.tracing[].customTags')) {
      for (const [name, { path }] of at.entries) {
        if (name === '') { yield { object, path, message: 'the tag has no name' }; }
      }
    }
    for (const { object, at } of places(world, TELEMETRY, 'spec.metrics[].overrides[].tagOverrides')) {
      for (const [, tag] of at.entries) {
        const removed = tag.at('operation').string === 'REMOVE';
        const value = (tag.at('value').value ?? '') !== '';
        if (tag.object !== undefined && removed === value) { yield { object, path: tag.path, message: removed ? 'a tag that is removed has no value' : 'the tag has no value' }; }
      }
    }
  },
};
