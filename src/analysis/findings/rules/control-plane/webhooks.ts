import { stringMap } from '../../../json';
import type { Element } from '../../../model';
import { Cursor } from '../../cursor';
import type { World } from '../../world/world';

/** One webhook of Istio's. */
export interface Webhook {
  readonly object: Element;
  readonly at: Cursor;
}

const CONFIGURATIONS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];
const APPS = new Set(['sidecar-injector', 'istiod', 'istio-validator']);

/** Every webhook of configurations that Istio's charts label as theirs. */
export function istioWebhooks(world: World): readonly Webhook[] {
  return CONFIGURATIONS.flatMap(kind => world.objects(kind, 'admissionregistration.k8s.io')).flatMap(object => {
    const labels = stringMap(Cursor.of(object.object, 'metadata', 'labels').value);
    if (!APPS.has(labels.get('app') ?? '') && !/istio/.test(object.name)) { return []; }
    return Cursor.of(object.object, 'webhooks').items.map(at => ({ object, at }));
  });
}
