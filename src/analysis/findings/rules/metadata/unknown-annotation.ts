import { ISTIO_ANNOTATIONS } from './istio-annotations';
import { writtenAnnotations } from './written-annotations';
import type { Rule } from '../../rule';

/** Written by Istio's own controllers. */
const OWN = new Set(['internal.istio.io/parents', 'internal.istio.io/parent-namespace', 'internal.istio.io/service-semantics', 'internal.istio.io/webhook-always-reject', 'operator.istio.io/component', 'istio.io/owner']);

/** @see https://istio.io/latest/docs/reference/config/annotations/ */
export const UNKNOWN_ANNOTATION: Rule = {
  code: 'MESH1641',
  severity: 'warning',
  aliases: ['IST0108'],
  title: 'annotation that Istio does not know',
  explanation: 'The annotation has a name of Istio\'s and means nothing to it: it is misspelt, a label, or of another release.',
  fix: 'Correct the name, or remove the annotation.',
  *find(world) {
    for (const { object, name, at } of writtenAnnotations(world)) {
      const prefix = name.includes('/') ? name.slice(0, name.indexOf('/')) : '';
      if (!/(?:^|\.)istio\.io$/.test(prefix) || ISTIO_ANNOTATIONS.has(name) || OWN.has(name)) { continue; }
      yield { object, path: at.path, message: `there is no annotation ${name}` };
    }
  },
};
