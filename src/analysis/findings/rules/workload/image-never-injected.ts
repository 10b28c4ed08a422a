import { hasSidecar } from '../../../decision/proxies';
import { namespaceInjection } from '../../../model';
import type { Rule } from '../../rule';
import { podTemplates } from '../../world/pod-templates';

/** @see https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway */
export const IMAGE_NEVER_INJECTED: Rule = {
  code: 'MESH0245',
  severity: 'error',
  aliases: ['IST0146'],
  title: 'image that nobody fills in',
  explanation: 'The image auto of a container istio-proxy is filled in when pods are injected. Where neither the namespace nor the pods ask for that, it is pulled by that name, and the pods never start.',
  fix: 'Label the pods sidecar.istio.io/inject: "true", or the namespace istio-injection: enabled.',
  *find(world) {
    const injected = new Map(world.model.workloads.all.map(workload => [workload.object, workload]));
    for (const { object, at } of podTemplates(world)) {
      const container = at.at('spec', 'containers').items.find(one => one.at('name').string === 'istio-proxy' && one.at('image').string === 'auto');
      const workload = injected.get(object.object);
      const namespace = world.model.namespaces.get(object.namespace);
      if (container === undefined || workload === undefined || namespace === undefined) { continue; }
      const asked = hasSidecar(world.model, { ...workload, hasProxyContainer: false });
      if (asked !== false && namespaceInjection(namespace) !== 'disabled') { continue; }
      yield { object, path: container.at('image').path, message: 'nothing fills in the image auto' };
    }
  },
};
