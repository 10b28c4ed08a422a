import { valuesOf } from './written-values';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { Inventory } from '../../world/inventory';

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source */
export const UNKNOWN_NAMESPACE: Rule = {
  code: 'MESH0941',
  severity: 'warning',
  aliases: ['KIA0101', 'IST0101'],
  title: 'callers of a namespace that does not exist',
  explanation: 'A rule that admits callers of a namespace that is not there admits nobody, or whoever makes that namespace later.',
  fix: 'Name a namespace that there is, or give the manifests that declare it as context.',
  *find(world) {
    const inventory = Inventory.of(world);
    for (const { policy, at, value } of valuesOf(world, 'namespaces', 'source.namespace')) {
      if (value.includes('*') || !inventory.lacks(value)) { continue; }
      yield { object: policy, path: at.path, message: `there is no namespace ${quoted(value)}` };
    }
  },
};
