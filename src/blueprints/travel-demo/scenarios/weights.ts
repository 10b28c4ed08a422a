import type { TravelWeights } from './options';
import type { VersionWeight } from '../../../traffic/version-weight';
import type { TravelVersions } from '../travel-versions';

/** The shares that a user gives; those of the tutorial if none is given. */
export function sharesOf(versions: TravelVersions, given: TravelWeights, standard: Required<TravelWeights>): VersionWeight[] {
  const shares = [given.v1, given.v2, given.v3].some(share => share !== undefined) ? { v1: 0, v2: 0, v3: 0, ...given } : standard;
  return (['v1', 'v2', 'v3'] as const).map(version => ({ version: versions[version], weight: shares[version] ?? 0 }));
}

export const EIGHTY_TEN_TEN = { v1: 80, v2: 10, v3: 10 };
