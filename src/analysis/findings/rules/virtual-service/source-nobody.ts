import { stringMap } from '../../../json';
import { selects } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { isDnsLabel } from '../../validation/dns-names';
import { labelProblem } from '../../validation/labels';
import { quoted } from '../../validation/words';
import { GatewayPods } from '../../world/gateway-pods';
import { Inventory } from '../../world/inventory';
import { Pods } from '../../world/pods';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest */
export const SOURCE_NOBODY: Rule = {
  code: 'MESH0481',
  severity: 'warning',
  aliases: [],
  title: 'match for callers that there are not',
  explanation: 'The match holds only for proxies of pods with these labels, in this namespace. No workload of the manifests is meant, so it never holds.',
  fix: 'Use labels that the callers\' pods have, and the name of their namespace.',
  *find(world) {
    const inventory = Inventory.of(world);
    const pods = Pods.of(world);
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const spec = Cursor.of(object.object, 'spec');
      for (const match of (['http', 'tls', 'tcp'] as const).flatMap(protocol => spec.at(protocol).items).flatMap(route => route.at('match').items)) {
        const [source, labelled] = [match.at('sourceNamespace'), match.at('sourceLabels')];
        const namespace = source.string === '' ? undefined : source.string;
        if (namespace !== undefined && isDnsLabel(namespace) && !inventory.mayHave(namespace)) {
          yield { object, path: source.path, message: `there is no namespace ${quoted(namespace)}` };
          continue;
        }
        const labels = stringMap(labelled.value);
        if (labels.size === 0 || labelProblem(labelled) !== undefined || !inventory.shows(namespace ?? object.namespace)) { continue; }
        const others = GatewayPods.of(world).unseen.filter(pod => namespace === undefined || pod.namespace === namespace);
        if (pods.selectedBy(labels, namespace).length > 0 || others.some(pod => selects(labels, pod.labels))) { continue; }
        yield { object, path: labelled.path, message: `no pod${namespace === undefined ? '' : ` of namespace ${namespace}`} has the labels ${[...labels].map(([key, value]) => `${key}=${value}`).join(', ')}` };
      }
    }
  },
};
