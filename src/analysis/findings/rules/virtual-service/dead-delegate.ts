import { writtenDelegates } from './written-delegates';
import type { Rule } from '../../rule';
import { isVisibleTo } from '../../world/bindings';
import { virtualServiceNamed } from '../../world/by-name';
import { Inventory } from '../../world/inventory';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate */
export const DEAD_DELEGATE: Rule = {
  code: 'MESH0476',
  severity: 'error',
  aliases: [],
  title: 'delegate that cannot be used',
  explanation: 'A rule whose delegate is missing, has hosts of its own, or is not exported to the namespace of the rule is dropped, and its requests fall to the next '
    + 'rule or get 404. Nobody else tells.',
  fix: 'Name a VirtualService without hosts that is exported to this namespace.',
  *find(world) {
    const inhabited = new Set(world.model.virtualServices.all.map(({ namespace }) => namespace));
    for (const { object, at, namespace, name } of writtenDelegates(world)) {
      const target = virtualServiceNamed(world, `${namespace}/${name}`);
      const path = at.at('name').path;
      if (target === undefined) {
        if (Inventory.of(world).shows(namespace) || inhabited.has(namespace)) { yield { object, path, message: `there is no VirtualService ${namespace}/${name}` }; }
      } else if (target.hosts.length > 0) {
        yield { object, path, message: `VirtualService ${namespace}/${name} has hosts, and so is nobody's delegate` };
      } else if (!isVisibleTo(world, target, object.namespace)) {
        yield { object, path, message: `VirtualService ${namespace}/${name} is not exported to namespace ${object.namespace}` };
      }
    }
  },
};
