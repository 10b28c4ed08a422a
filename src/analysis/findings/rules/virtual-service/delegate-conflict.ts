import { writtenDelegates } from './written-delegates';
import { mergeMatches } from '../../../decision/delegates';
import type { Rule } from '../../rule';
import { isVisibleTo } from '../../world/bindings';
import { virtualServiceNamed, virtualServiceOf } from '../../world/by-name';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate */
export const DELEGATE_CONFLICT: Rule = {
  code: 'MESH0477',
  severity: 'error',
  aliases: [],
  title: 'rule of a delegate that does not narrow the rule that delegates',
  explanation: 'Every match of a delegate has to lie within a match of the rule that delegates: the same text, or a longer one after a prefix; expressions fit nothing. A '
    + 'rule that does not is dropped.',
  fix: 'Begin the paths of the delegate with the path that is delegated, and leave what the rule already asks for out of it.',
  *find(world) {
    for (const { object, at, route, namespace, name } of writtenDelegates(world)) {
      const target = virtualServiceNamed(world, `${namespace}/${name}`);
      const root = virtualServiceOf(world, object)?.http.find(rule => `spec.${rule.path}` === route.path);
      if (target === undefined || root === undefined || target.hosts.length > 0 || !isVisibleTo(world, target, object.namespace)) { continue; }
      for (const inner of target.http) {
        if (mergeMatches(root.matches, inner.matches) === undefined) {
          yield { object: target, path: `spec.${inner.path}`, message: `its matches do not all lie within those of ${root.path} of VirtualService ${object.namespace}/${object.name}, which delegates to it (${at.path})` };
        }
      }
    }
  },
};
