import type { Difference } from '../analysis/proof';

/** An acknowledgement as it was declared. */
export interface DeclaredAcknowledgement {
  readonly difference: string;
  readonly reason: string;
  /** Where it was declared, as far as that is known. */
  readonly place?: string;
}

/** A difference with the reason for which it is accepted. */
export interface Acknowledged {
  readonly difference: Difference;
  readonly reason: string;
}

/** What is wrong with acknowledgements, whatever the manifests are. */
export function acknowledgementProblems(all: readonly DeclaredAcknowledgement[]): string[] {
  const seen = new Set<string>();
  return all.flatMap(one => {
    const repeated = seen.has(one.difference);
    seen.add(one.difference);
    return [
      ...one.reason.trim() === '' ? [`${nameOf(one)}: has no reason; say with 'reason' why the difference is accepted.`] : [],
      ...repeated ? [`${nameOf(one)}: difference '${one.difference}' is acknowledged already; keep one of the two.`] : [],
    ];
  });
}

/** Differences apart from those that are acknowledged, and acknowledgements of what is no difference (any more). */
export function acknowledge(differences: readonly Difference[], acknowledgements: readonly DeclaredAcknowledgement[]): {
  readonly open: readonly Difference[];
  readonly acknowledged: readonly Acknowledged[];
  readonly stale: readonly string[];
} {
  const reasons = new Map(acknowledgements.map(({ difference, reason }) => [difference, reason]));
  const ids = new Set(differences.map(({ id }) => id));
  return {
    open: differences.filter(({ id }) => !reasons.has(id)),
    acknowledged: differences.filter(({ id }) => reasons.has(id)).map(difference => ({ difference, reason: reasons.get(difference.id)! })),
    stale: acknowledgements.filter(({ difference }) => !ids.has(difference)).map(one =>
      `${nameOf(one)}: difference '${one.difference}' does not exist (any more); remove the acknowledgement, or correct it.`),
  };
}

function nameOf({ place }: DeclaredAcknowledgement): string {
  return `acknowledge()${place === undefined ? '' : ` at ${place}`}`;
}
