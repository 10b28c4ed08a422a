import { compare } from '../model';

/** Every one of some callers with every one of some callees. */
export interface Pairs {
  readonly from: ReadonlySet<string>;
  readonly to: ReadonlySet<string>;
}

/** Callees that have the same callers, together. */
export function blocksOf(callers: ReadonlyMap<string, ReadonlySet<string>>): readonly Pairs[] {
  const blocks = new Map<string, { readonly from: ReadonlySet<string>; readonly to: Set<string> }>();
  for (const [callee, from] of callers) {
    const key = JSON.stringify([...from].sort(compare));
    const block = blocks.get(key) ?? { from, to: new Set<string>() };
    block.to.add(callee);
    blocks.set(key, block);
  }
  return [...blocks.values()];
}
