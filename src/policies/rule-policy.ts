import type { Rule } from './authorization-policy';
import type { MeshKinds } from '../private/mesh-object';

/** Whose requests a policy is about, and which. */
export interface RuleReach {
  readonly selector: { readonly [label: string]: string } | undefined;
  readonly rules: Rule[];
}

/** An AuthorizationPolicy that is not derived from calls. */
export function rulePolicy(action: 'DENY' | 'AUDIT' | 'CUSTOM', { selector, rules }: RuleReach, provider?: string): MeshKinds['AuthorizationPolicy'] {
  return {
    ...selector ? { selector: { matchLabels: selector } } : {},
    action,
    ...provider !== undefined ? { provider: { name: provider } } : {},
    rules,
  };
}
