import type { Element } from '../../../model';
import type { Rule } from '../../rule';
import { isDnsLabel } from '../../validation/dns-names';
import { DESTINATION_RULE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '../../validation/kinds';
import { places } from '../../validation/places';
import { quoted } from '../../validation/words';
import { Inventory } from '../../world/inventory';
import { isAmbientNamespace } from '../../world/waypoints';
import type { World } from '../../world/world';

const KINDS = [VIRTUAL_SERVICE, DESTINATION_RULE, SERVICE_ENTRY];
const SERVICE = { kind: 'Service', group: '' };
const ANNOTATION = 'networking.istio.io/exportTo';

/** @see https://istio.io/latest/docs/ops/configuration/mesh/configuration-scoping/#scoping-mechanisms */
export const EXPORT_TO_NOBODY: Rule = {
  code: 'MESH1660',
  severity: 'error',
  aliases: ['KIA0005'],
  title: 'export to a namespace that does not exist',
  explanation: 'The object is seen in the namespaces of `exportTo` only. One of them is not there: those who were meant do not see it. Without a context of what others own, only names that are '
    + 'all but those of the manifests\' namespaces are reported.',
  fix: 'Correct the name; `.` is the object\'s own namespace, `*` is all.',
  *find(world) {
    for (const { object, path, namespace } of exportsOf(world)) {
      if (!isDnsLabel(namespace) || Inventory.of(world).mayHave(namespace) || isAmbientNamespace(world, object.namespace)) { continue; }
      yield { object, path, message: `there is no namespace ${quoted(namespace)}` };
    }
  },
};

function* exportsOf(world: World): Iterable<{ readonly object: Element; readonly path: string; readonly namespace: string }> {
  for (const { object, at: list } of KINDS.flatMap(kind => places(world, kind, 'spec.exportTo'))) {
    for (const at of list.items) {
      if (at.string !== undefined) { yield { object, path: at.path, namespace: at.string }; }
    }
  }
  for (const { object, at: annotations } of places(world, SERVICE, 'metadata.annotations')) {
    const at = annotations.at(ANNOTATION);
    for (const entry of at.string?.split(',') ?? []) { yield { object, path: at.path, namespace: entry.trim() }; }
  }
}
