import { GatewayPods } from './gateway-pods';
import { Inventory } from './inventory';
import { Pods } from './pods';
import type { World } from './world';
import type { Labels } from '../../model';
import { selects } from '../../model';
import { labelsText } from '../validation/words';

/** Where pods are looked for by a selector. */
export interface Selected {
  readonly namespace: string;
  readonly selector?: Labels;
  /** In all namespaces, or in that one only? */
  readonly everywhere: boolean;
}

/**
 * That a selector finds no pods, in words; undefined where it finds some, where it is empty (a policy that a namespace starts with, and
 * one for the whole mesh, are for what will come), and where those that it may be for are not among what is looked at.
 */
export function nobodySelected(world: World, { namespace, selector, everywhere }: Selected): string | undefined {
  if (selector === undefined || selector.size === 0) { return undefined; }
  if (everywhere ? world.model.workloads.all.length === 0 : !Inventory.of(world).shows(namespace)) { return undefined; }
  if (Pods.of(world).selectedBy(selector, everywhere ? undefined : namespace).length > 0) { return undefined; }
  if (GatewayPods.of(world).unseen.some(pods => (everywhere || pods.namespace === namespace) && selects(selector, pods.labels))) { return undefined; }
  return `no workload ${everywhere ? 'of any namespace' : `of namespace ${namespace}`} has the labels ${labelsText(selector)}`;
}
