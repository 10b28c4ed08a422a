import { ISTIO_ANNOTATIONS } from './istio-annotations';
import { writtenAnnotations } from './written-annotations';
import type { Rule } from '../../rule';

const INJECT = 'sidecar.istio.io/inject';

/** @see https://istio.io/latest/docs/reference/config/annotations/ */
export const DEPRECATED_ANNOTATION: Rule = {
  code: 'MESH1643',
  severity: 'info',
  aliases: ['IST0135'],
  title: 'annotation that is going away',
  explanation: 'Istio still reads the annotation, and a later release will not. In place of sidecar.istio.io/inject there is the label of that name, which alone can ask for a sidecar where the namespace does not.',
  fix: 'Use what has taken its place.',
  *find(world) {
    for (const { object, name, at } of writtenAnnotations(world)) {
      if (ISTIO_ANNOTATIONS.get(name)?.deprecated !== true) { continue; }
      const label = world.model.workloads.all.length > 0 && name === INJECT;
      if (label && labelled(object.object, at.path)) { continue; }
      yield { object, path: at.path, message: `${name} is deprecated`, ...label ? { fix: 'Write it as a label of the pods.' } : {} };
    }
  },
};

/** Whether the label of the same name stands beside the annotation. */
function labelled(object: unknown, path: string): boolean {
  const keys = path.slice(0, path.indexOf('.annotations')).split('.').filter(key => key !== '');
  const metadata = keys.reduce<unknown>((at, key) => (at as { [key: string]: unknown } | undefined)?.[key], object);
  return (metadata as { labels?: { [key: string]: unknown } } | undefined)?.labels?.[INJECT] !== undefined;
}
