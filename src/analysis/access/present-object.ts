import type { AccessObject } from './access-decision';
import type { Element } from '../model';

/** An object of the model as users see it. */
export function presentObject({ kind, namespace, name, origin }: Element): AccessObject {
  return { kind, namespace, name, ...origin };
}
