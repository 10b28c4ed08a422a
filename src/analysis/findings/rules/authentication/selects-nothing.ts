import type { Labels } from '../../../model';
import { selects } from '../../../model';
import type { Rule } from '../../rule';
import { labelsText } from '../../validation/words';
import { selectedPods } from '../../world/attached-pods';
import { GatewayPods } from '../../world/gateway-pods';
import { Inventory } from '../../world/inventory';

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export const AUTHENTICATION_SELECTS_NOTHING: Rule = {
  code: 'MESH1042',
  severity: 'warning',
  aliases: ['KIA0004'],
  title: 'authentication for no workload',
  explanation: 'No pods have the labels that the PeerAuthentication or RequestAuthentication selects by, so it changes nothing.',
  fix: "Select by labels of the pods' template, or remove it.",
  *find(world) {
    const { model } = world;
    const unseen = GatewayPods.of(world).unseen;
    const authentications = [
      ...model.peerAuthentications.all.filter(({ namespace }) => namespace !== model.meshConfig.rootNamespace),
      ...model.requestAuthentications.all.filter(({ hasTargets }) => !hasTargets),
    ];
    for (const object of authentications) {
      const { namespace } = object;
      const selector: Labels | undefined = object.selector;
      const everywhere = namespace === model.meshConfig.rootNamespace;
      if (selector === undefined || selector.size === 0) { continue; }
      if (everywhere ? model.workloads.all.length === 0 : !Inventory.of(world).shows(namespace)) { continue; }
      if (selectedPods(world, namespace, selector).length > 0) { continue; }
      if (unseen.some(pods => (everywhere || pods.namespace === namespace) && selects(selector, pods.labels))) { continue; }
      yield {
        object,
        path: 'spec.selector.matchLabels',
        message: `no workload ${everywhere ? 'of any namespace' : `of namespace ${namespace}`} has the labels ${labelsText(selector)}`,
      };
    }
  },
};
