import type { Code, Expression } from '../source-code';
import { imported, member } from '../source-code';

/** Properties of an object in code; undefined ones are left out. */
export interface Props { readonly [prop: string]: Code | undefined }

/** What the library exports. */
export function ours(name: string): Expression {
  return imported('cdk8s-istio', name);
}

/** What cdk8s exports. */
export function core(name: string): Expression {
  return imported('cdk8s', name);
}

/** What cdk8s-plus exports. */
export function plus(name: string): Expression {
  return imported('cdk8s-plus-27', name);
}

/** A member of an enum of the library, by its value. */
export function enumMember(name: string, value: string): Expression {
  return member(ours(name), value.toUpperCase().replace(/-/g, '_'));
}
