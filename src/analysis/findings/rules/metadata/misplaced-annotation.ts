import { ISTIO_ANNOTATIONS } from './istio-annotations';
import { writtenAnnotations } from './written-annotations';
import type { Rule } from '../../rule';
import { listed } from '../../validation/words';

/** Kinds whose pods have annotations of their own. */
const CONTROLLERS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Rollout']);

/** @see https://istio.io/latest/docs/reference/config/annotations/ */
export const MISPLACED_ANNOTATION: Rule = {
  code: 'MESH1640',
  severity: 'warning',
  aliases: ['IST0107'],
  title: 'annotation where Istio does not read it',
  explanation: 'Istio reads the annotation on objects of other kinds. Those for pods belong to the metadata of the template, not to that of the Deployment around it.',
  fix: 'Move the annotation to what it is for.',
  *find(world) {
    for (const { object, name, at, on } of writtenAnnotations(world)) {
      const known = ISTIO_ANNOTATIONS.get(name);
      if (known === undefined || known.on.includes('Any') || known.on.includes(on)) { continue; }
      yield {
        object,
        path: at.path,
        message: `Istio reads ${name} on a ${listed(known.on)}, not on a ${on}`,
        ...CONTROLLERS.has(on) && known.on.includes('Pod') ? { fix: 'Move the annotation to the metadata of the template.' } : {},
      };
    }
  },
};
