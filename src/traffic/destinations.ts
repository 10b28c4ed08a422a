import type { Share, Target } from './traffic-model';

/** One destination of a route. */
export interface WeightedDestination {
  readonly destination: { readonly host: string; readonly subset?: string; readonly port: { readonly number: number } };
  readonly weight?: number;
}

/** Destinations for a Service's port: its subsets by weight, or the Service as a whole. */
export function weightedDestinations(host: string, port: number, shares: readonly Share[] | undefined): WeightedDestination[] {
  if (!shares) {
    return [{ destination: { host, port: { number: port } } }];
  }
  // Versions without traffic are deployed, and no destination; the only destination takes everything.
  const taking = shares.filter(share => share.weight > 0);
  return taking.map(({ subset, weight }) => ({
    destination: { host, subset, port: { number: port } },
    ...taking.length > 1 ? { weight } : {},
  }));
}

/** A target as Istio names it. */
export function destinationOf({ host, subset, port }: Target, ownPort: number): WeightedDestination['destination'] {
  return { host, ...subset === undefined ? {} : { subset }, port: { number: port ?? ownPort } };
}
