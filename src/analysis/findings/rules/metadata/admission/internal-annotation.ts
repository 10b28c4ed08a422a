import { annotations } from './annotations';
import type { Rule } from '../../../rule';
import { quoted } from '../../../validation/words';

const INTERNAL = ['internal.istio.io/webhook-always-reject', 'internal.istio.io/parents', 'internal.istio.io/parent-namespace'];

export const INTERNAL_ANNOTATION: Rule = {
  code: 'MESH1603',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'annotation that is Istio\'s own',
  explanation: 'istiod marks objects that it makes up itself with these annotations, and refuses objects of others that have one.',
  fix: 'Remove the annotation.',
  *find(world) {
    for (const { object, at } of annotations(world)) {
      for (const name of INTERNAL) {
        if (at.at(name).exists) { yield { object, path: at.at(name).path, message: `${quoted(name)} is for istiod only` }; }
      }
    }
  },
};
