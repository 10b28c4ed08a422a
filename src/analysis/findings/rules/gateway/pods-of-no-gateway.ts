import { dig } from '../../../json';
import type { Workload } from '../../../model';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { listed } from '../../validation/words';
import { GATEWAY_NAME, GatewayPods } from '../../world/gateway-pods';

/** @see https://istio.io/latest/docs/setup/additional-setup/gateway/ */
export const PODS_OF_NO_GATEWAY: Rule = {
  code: 'MESH0675',
  severity: 'warning',
  aliases: [],
  title: 'Gateway for pods that are no gateway',
  explanation: 'A Gateway is for proxies that are gateways. The pods that this one selects run an application; a sidecar beside it does not listen for a Gateway, and a pod without '
    + 'proxy cannot.',
  fix: 'Use labels of the gateway\'s pods, such as `istio: ingressgateway`.',
  *find(world) {
    for (const gateway of world.model.gateways.all) {
      const pods = GatewayPods.of(world).podsOf(gateway);
      if (pods.length > 0 && pods.every(isApplication)) {
        yield { object: gateway, path: 'spec.selector', message: `it selects ${listed(pods.slice(0, 3).map(pod => `${pod.kind} ${nameOf(pod)}`))}, which ${pods.length === 1 ? 'is no gateway' : 'are no gateways'}` };
      }
    }
  },
};

/** Pods of manifests that run something of their own, and no proxy by another template. */
function isApplication(pod: Workload): boolean {
  if (pod.outsideCluster || pod.hasProxyContainer || pod.labels.has(GATEWAY_NAME) || pod.annotations.has('inject.istio.io/templates')) { return false; }
  const template = dig(pod.object, 'spec', 'template', 'spec') ?? dig(pod.object, 'spec');
  const containers = dig(template, 'containers');
  // A container that injection replaces, or the proxy itself.
  return Array.isArray(containers) && containers.length > 0 && !containers.some(container => dig(container, 'image') === 'auto' || String(dig(container, 'image')).includes('proxyv2'));
}
