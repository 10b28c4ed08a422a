import { writtenDelegates } from './written-delegates';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate */
export const IDLE_DELEGATE: Rule = {
  code: 'MESH0478',
  severity: 'info',
  aliases: [],
  title: 'VirtualService without hosts that nothing delegates to',
  explanation: 'A VirtualService without hosts is used only where a rule of another one delegates to it; that one may be another team\'s, and not among the manifests.',
  fix: 'Give it hosts, delegate to it, or remove it.',
  *find(world) {
    const used = new Set(writtenDelegates(world).map(({ namespace, name }) => `${namespace}/${name}`));
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const spec = Cursor.of(object.object, 'spec');
      if (spec.object === undefined || spec.at('hosts').length > 0 || spec.at('http').length === 0 || used.has(`${object.namespace}/${object.name}`)) { continue; }
      yield { object, message: 'no VirtualService delegates to it' };
    }
  },
};
