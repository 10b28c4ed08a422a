/** The smallest percentage of which a proxy notices anything. */
const LEAST = 0.0001;

/** What Istio has against a percentage; undefined when it has nothing. */
export function percentageProblem(what: string, percentage: number): string | undefined {
  return percentage === 0 || (percentage >= LEAST && percentage <= 100) ? undefined
    : `${what} of ${percentage} % is none; use a number from 0 to 100, of at least ${LEAST} if it is not 0.`;
}
