import { hasSidecar } from '../../../decision/proxies';
import type { JsonObject } from '../../../json';
import { namespaceInjection } from '../../../model';
import type { Workload } from '../../../model';
import type { Rule } from '../../rule';
import { podTemplates } from '../../world/pod-templates';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway */
export const IMAGE_NEVER_INJECTED: Rule = {
  code: 'MESH0245',
  severity: 'error',
  aliases: ['IST0146'],
  title: 'image that nobody fills in',
  explanation: 'The image auto of a container istio-proxy is filled in when pods are injected. Where neither the namespace nor the pods ask for that, it is pulled by that name, and the pods never start.',
  fix: 'Label the pods sidecar.istio.io/inject: "true", or the namespace istio-injection: enabled.',
  *find(world) {
    for (const { object, at } of podTemplates(world)) {
      const container = at.at('spec', 'containers').items.find(one => one.at('name').string === 'istio-proxy' && one.at('image').string === 'auto');
      if (container === undefined) { continue; }
      const workload = world.once(workloadsByObject).get(object.object);
      const namespace = world.model.namespaces.get(object.namespace);
      if (workload === undefined || namespace === undefined) { continue; }
      const asked = hasSidecar(world.model, { ...workload, hasProxyContainer: false });
      if (asked !== false && namespaceInjection(namespace) !== 'disabled') { continue; }
      yield { object, path: container.at('image').path, message: 'nothing fills in the image auto' };
    }
  },
};

function workloadsByObject({ model }: World): ReadonlyMap<JsonObject, Workload> {
  return new Map(model.workloads.all.map(workload => [workload.object, workload]));
}
