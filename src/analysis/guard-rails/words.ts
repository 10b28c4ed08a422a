import type { CalleeSet, CallerSet } from './guard-rail';

/** Who calls, in words. */
export function callersText(from: CallerSet): string {
  switch (from.kind) {
    case 'these': return namesOf(from.these);
    case 'everyone': return from.except.length === 0 ? 'everyone' : `everyone but ${namesOf(from.except)}`;
    case 'anonymous': return 'whoever has no identity';
    case 'outside': return 'the outside';
  }
}

/** What is called, in words. */
export function calleesText(to: CalleeSet): string {
  if (to.kind === 'these') {
    return namesOf(to.these);
  }
  return to.except.length === 0 ? 'everything' : `everything but ${namesOf(to.except)}`;
}

function namesOf(pods: readonly { readonly name: string }[]): string {
  return pods.map(({ name }) => name).join(', ');
}
