import type { CanaryVersion } from './canary-version';
import type { VersionWeight } from './version-weight';

/** A shift of traffic from one version to another, in steps. */
export interface ShiftPlan {
  /** The version that has the traffic. */
  readonly from: CanaryVersion;

  /** The version that gets it. */
  readonly to: CanaryVersion;

  /**
   * The shares of `to` in percent, step by step: whole numbers from 1 to 100 that rise.
   * @default [5, 20, 50, 100]
   */
  readonly steps?: number[];

  /** The step to synthesize: 0 before the first, then 1 for the first share, up to the number of steps. */
  readonly step: number;
}

/** One step of a plan. */
interface PlannedStep {
  /** For messages. */
  readonly text: string;
  readonly shares: readonly VersionWeight[];
  readonly problems: readonly string[];
}

/** The step of a plan as weights, and what is wrong with the plan. */
export function planned({ from, to, steps = [5, 20, 50, 100], step }: ShiftPlan): PlannedStep {
  const text = `step ${step} of the plan from ${from.version} to ${to.version}`;
  const problems: string[] = [];
  if (steps.length === 0) {
    problems.push(`${text}: the plan has no steps; name at least one share.`);
  }
  const wrong = steps.find((share, i) => !Number.isInteger(share) || share < 1 || share > 100 || (i > 0 && share <= steps[i - 1]));
  if (wrong !== undefined) {
    problems.push(`${text}: the share ${wrong} does not rise as a plan does (${steps.join(', ')}); use whole numbers from 1 to 100, each greater than the one before.`);
  }
  const known = Number.isInteger(step) && step >= 0 && step <= steps.length;
  if (!known) {
    problems.push(`${text} is none of the plan's; use 0 to ${steps.length}.`);
  }
  const share = known && step > 0 ? steps[step - 1] : 0;
  return { text, shares: [{ version: from, weight: 100 - share }, { version: to, weight: share }], problems };
}
