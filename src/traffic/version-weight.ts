import type { CanaryVersion } from './canary-version';
import type { Share } from './traffic-model';
import { sorted } from '../private/naming';

/** A version and its share of requests. */
export interface VersionWeight {
  /** A version of the service. */
  readonly version: CanaryVersion;
  /** The share in percent, a whole number from 0 to 100; the shares of one rule add up to 100. */
  readonly weight: number;
}

export function sharesOf(weights: readonly VersionWeight[]): Share[] {
  return sorted(weights.map(({ version, weight }) => ({ subset: version.version, weight })), ({ subset }) => subset);
}

/** For messages. */
export function sharesText(shares: readonly Share[]): string {
  return shares.length === 1 && shares[0].weight === 100 ? shares[0].subset : shares.map(({ subset, weight }) => `${subset} ${weight}`).join(', ');
}

/** What is wrong with shares that should be all of something. */
export function shareProblems(shares: readonly Share[]): string[] {
  const problems = shares.filter(({ weight }) => !Number.isInteger(weight) || weight < 0 || weight > 100).map(({ subset, weight }) =>
    `weight ${weight} of version '${subset}' is not a share; use a whole number of percent from 0 to 100.`);
  const sum = shares.reduce((total, { weight }) => total + weight, 0);
  if (sum !== 100) {
    problems.push(`weights add up to ${sum} (${shares.map(({ subset, weight }) => `${subset} ${weight}`).join(', ')}); they must add up to 100.`);
  }
  return problems;
}
