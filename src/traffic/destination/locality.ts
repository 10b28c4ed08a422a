import type { TrafficPolicy } from './setting';

type Wire = NonNullable<NonNullable<TrafficPolicy['loadBalancer']>['localityLbSetting']>;

/** Where the traffic of a region goes when its own pods fail. */
export interface LocalityFailover {
  /** The region of the callers, such as 'eu-west'. */
  readonly from: string;
  /** The region to which they turn. */
  readonly to: string;
}

/** How the traffic of a locality is shared among localities. */
export interface LocalityDistribution {
  /** The locality of the callers: 'region', 'region/zone' or 'region/zone/subzone', where the last part may be `*`. */
  readonly from: string;
  /** The shares in percent by locality, whole numbers from 1 to 100 that add up to 100. Other localities get nothing. */
  readonly to: { readonly [locality: string]: number };
}

/**
 * How load balancing regards where pods run.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
 */
export class Locality {
  /** Pods of the caller's own zone first, and when they fail, the regions named here. Needs outlier detection. */
  public static failover(...failovers: LocalityFailover[]): Locality {
    return new Locality({ enabled: true, failover: failovers.map(({ from, to }) => ({ from, to })) }, true, [
      failovers.length === 0 ? 'locality failover names no region; give at least one { from, to }.' : undefined,
      ...failovers.flatMap(({ from, to }) => [
        ...[from, to].map(region => (/^[^/*]+$/.test(region) ? undefined : `locality failover names '${region}', which is no region; write a region alone, such as 'eu-west'.`)),
        from === to ? `locality failover from '${from}' leads to '${to}' itself; name another region.` : undefined,
      ]),
      ...twice(failovers.map(({ from }) => from)).map(from => `locality failover from '${from}' is given twice; Istio takes the first, keep one.`),
    ]);
  }

  /**
   * Pods that have the most labels in common with the caller first, in this order. Needs outlier detection.
   * @param labels such as 'topology.istio.io/network'; with a value ('version=v1') a label is the pod's alone
   */
  public static failoverPriority(...labels: string[]): Locality {
    return new Locality({ enabled: true, failoverPriority: labels }, true, [
      labels.length === 0 ? 'locality failover by labels names no label; name at least one.' : undefined,
      ...labels.filter(label => !/^[^=\s]+(=[^=\s]+)?$/.test(label)).map(label =>
        `locality failover by labels names '${label}', which is no label; write 'key' or 'key=value'.`),
      ...twice(labels).map(label => `locality failover by labels names '${label}' twice; keep one.`),
    ]);
  }

  /** Shares of the traffic by locality. */
  public static distribute(...distributions: LocalityDistribution[]): Locality {
    return new Locality({ enabled: true, distribute: distributions.map(({ from, to }) => ({ from, to: { ...to } })) }, false, [
      distributions.length === 0 ? 'locality distribution is empty; give at least one { from, to }.' : undefined,
      ...distributions.flatMap(distributionProblems),
      ...overlaps(distributions.map(({ from }) => from)).map(([one, other]) =>
        `locality distribution from '${one}' and from '${other}' are for the same callers, which Istio refuses; keep one.`),
    ]);
  }

  /** Where pods run means nothing, whatever the mesh says. */
  public static disabled(): Locality {
    return new Locality({ enabled: false }, false, []);
  }

  /** @internal */
  public readonly _problems: readonly string[];

  private constructor(
    /** @internal */
    public readonly _wire: Wire,
    /**
     * Does Istio ignore it without outlier detection?
     * @internal
     */
    public readonly _needsOutlierDetection: boolean,
    problems: readonly (string | undefined)[],
  ) {
    this._problems = problems.filter(problem => problem !== undefined);
  }
}

function distributionProblems({ from, to }: LocalityDistribution): (string | undefined)[] {
  const shares = Object.entries(to);
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  return [
    ...[from, ...shares.map(([locality]) => locality)].map(localityProblem),
    ...shares.filter(([, share]) => !Number.isInteger(share) || share < 1 || share > 100).map(([locality, share]) =>
      `locality distribution gives '${locality}' ${share} percent; use a whole number from 1 to 100.`),
    sum === 100 ? undefined : `locality distribution from '${from}' adds up to ${sum} (${shares.map(([locality, share]) => `${locality} ${share}`).join(', ') || 'nothing'}); it must add up to 100.`,
    ...overlaps(shares.map(([locality]) => locality)).map(([one, other]) =>
      `locality distribution from '${from}' names '${one}' and '${other}', which overlap, which Istio refuses; keep one.`),
  ];
}

function localityProblem(locality: string): string | undefined {
  return /^(\*|[^/*\s]+(\/[^/*\s]+){0,2}|[^/*\s]+(\/[^/*\s]+)?\/\*)$/.test(locality) ? undefined
    : `locality '${locality}' is not 'region', 'region/zone' or 'region/zone/subzone', where the last part may be '*'; correct it.`;
}

/** Pairs of localities of which one lies in the other: a shorter one stands for all that it contains. */
function overlaps(localities: readonly string[]): [string, string][] {
  const prefix = (locality: string) => locality.replace(/\/?\*$/, '');
  const within = (inner: string, outer: string) => outer === '' || inner === outer || inner.startsWith(`${outer}/`);
  return localities.flatMap((one, i) => localities.slice(0, i)
    .filter(other => within(prefix(one), prefix(other)) || within(prefix(other), prefix(one)))
    .map((other): [string, string] => [other, one]));
}

function twice(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) < i))];
}
