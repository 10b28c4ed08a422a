import type { LocatedFinding } from './located-finding';

/** Findings that are the same mistake in many places. */
export interface FindingGroup {
  readonly first: LocatedFinding;
  /** The others, in their order. */
  readonly more: readonly LocatedFinding[];
}

/** Findings of one code, kind and place, whatever the indices, as one; each group where its first finding is. */
export function grouped(findings: readonly LocatedFinding[]): readonly FindingGroup[] {
  const groups = new Map<string, LocatedFinding[]>();
  for (const one of findings) {
    const { code, severity, object, path } = one.finding;
    const key = JSON.stringify([code, severity, object.kind, path.replace(/\[[^\]]*\]/g, '[]')]);
    const group = groups.get(key);
    if (group === undefined) { groups.set(key, [one]); } else { group.push(one); }
  }
  return [...groups.values()].map(([first, ...more]) => ({ first, more }));
}
