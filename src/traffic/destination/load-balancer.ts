import { durationProblem, durationText } from './durations';
import type {
  HashCookieOptions, HashLoadBalancerOptions, LoadBalancerOptions, WarmingLoadBalancerOptions,
} from './load-balancer-options';
import type { Setting, SettingPlace, TrafficPolicy } from './setting';
import { given } from './setting';
import { isHttp } from '../../calls/app-protocol';
import { isHttpToken } from '../../private/http-token';
import { percentageProblem } from '../percentage';

type Wire = NonNullable<TrafficPolicy['loadBalancer']>;
type HashKey = 'header' | 'cookie' | 'query parameter' | 'source IP';

/**
 * How a caller's proxy chooses among the pods of a service.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export class LoadBalancer {
  /** The pod with the fewest requests under way. What Istio does anyway. */
  public static leastRequest(options: WarmingLoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer({ simple: 'LEAST_REQUEST' }, options);
  }

  /** One pod after the other. */
  public static roundRobin(options: WarmingLoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer({ simple: 'ROUND_ROBIN' }, options);
  }

  /** Any pod. */
  public static random(options: LoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer({ simple: 'RANDOM' }, options);
  }

  /** The address that the caller asked for, whatever pod that is. Not for services with versions, between which it does not choose. */
  public static passthrough(): LoadBalancer {
    return new LoadBalancer({ simple: 'PASSTHROUGH' }, {});
  }

  /**
   * Requests with the same value of a header go to the same pod, as long as the pods are the same.
   * @param header the header's name
   */
  public static hashByHeader(header: string, options: HashLoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.hash('header', { httpHeaderName: header }, options, [
      isHttpToken(header) ? undefined : `it hashes by header '${header}', which is no header's name; use letters, digits and '-'.`,
    ]);
  }

  /**
   * Requests with the same cookie go to the same pod, as long as the pods are the same.
   * @param cookie the cookie's name
   */
  public static hashByCookie(cookie: string, options: HashCookieOptions = {}): LoadBalancer {
    const { ttl, path, attributes } = options;
    const listed = Object.entries(attributes ?? {}).map(([name, value]) => ({ name, ...value === '' ? {} : { value } }));
    return LoadBalancer.hash('cookie', {
      httpCookie: { name: cookie, ...given({ path, ttl: durationText(ttl) }), ...listed.length > 0 ? { attributes: listed } : {} },
    }, options, [
      isHttpToken(cookie) ? undefined : `it hashes by cookie '${cookie}', which is no cookie's name; use letters, digits, '-' and '_'.`,
      durationProblem('ttl of the cookie', ttl, 'for a session'),
      ttl === undefined && (path ?? attributes) !== undefined
        ? `it gives the cookie '${cookie}' a path or attributes and no 'ttl', without which none is set; give the 'ttl' (0 for a session), or leave them out.` : undefined,
      ...listed.filter(({ name }) => !isHttpToken(name)).map(({ name }) => `it gives the cookie '${cookie}' the attribute '${name}', which is no name; correct it.`),
    ]);
  }

  /**
   * Requests with the same value of a query parameter go to the same pod, as long as the pods are the same.
   * @param parameter the parameter's name
   */
  public static hashByQueryParameter(parameter: string, options: HashLoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.hash('query parameter', { httpQueryParameterName: parameter }, options, [
      parameter === '' ? 'it hashes by a query parameter without a name; name it.' : undefined,
    ]);
  }

  /** Connections from the same address go to the same pod, as long as the pods are the same. In TCP as well as in HTTP. */
  public static hashBySourceIp(options: HashLoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.hash('source IP', { useSourceIp: true }, options, []);
  }

  private static hash(
    key: HashKey, wire: NonNullable<Wire['consistentHash']>, options: HashLoadBalancerOptions, problems: (string | undefined)[],
  ): LoadBalancer {
    const { algorithm } = options;
    const consistentHash = { ...wire, ...algorithm?._wire };
    return new LoadBalancer({ consistentHash }, { locality: options.locality }, [...problems, algorithm?._problem], key);
  }

  private readonly wire: Wire;
  private readonly problems: readonly string[];

  private constructor(
    wire: Wire, options: WarmingLoadBalancerOptions, problems: readonly (string | undefined)[] = [], private readonly key?: HashKey,
  ) {
    const { locality, warmup } = options;
    this.wire = {
      ...wire,
      ...locality ? { localityLbSetting: locality._wire } : {},
      ...warmup ? { warmup: given({ ...warmup, duration: durationText(warmup.duration)! }) } : {},
    };
    this.problems = [
      ...problems,
      ...locality?._problems ?? [],
      durationProblem("warm-up's duration", warmup?.duration),
      warmup?.minimumPercent === undefined ? undefined : percentageProblem("warm-up's minimumPercent", warmup.minimumPercent),
      warmup?.aggression === undefined || (warmup.aggression >= 1 && Number.isFinite(warmup.aggression)) ? undefined
        : `warm-up's aggression ${warmup.aggression} is not possible; use a number from 1 on.`,
    ].filter(problem => problem !== undefined);
  }

  /**
   * The load balancer as it is written, and what is wrong with it.
   * @internal
   */
  public _toSetting(): Setting<'loadBalancer'> {
    return { name: 'loadBalancer', wire: this.wire, problems: this.problems, problemsAt: place => this.problemsAt(place) };
  }

  private problemsAt({ ports, scope, target }: SettingPlace): (string | undefined)[] {
    const list = ports.map(port => `'${port.name}' (${port.protocol})`).join(', ');
    const some = ports.some(port => isHttp(port.protocol));
    const every = ports.every(port => isHttp(port.protocol));
    return [
      this.key && this.key !== 'source IP' && !some
        ? `it hashes by ${this.key}, and its ports ${list} speak no HTTP; use LoadBalancer.hashBySourceIp().` : undefined,
      this.key === 'source IP' && !every && (scope.version ?? scope.port) !== undefined
        ? `it hashes by source IP, which is read for the whole service only where a port speaks no HTTP (${list}); say it without 'version' and 'port'.` : undefined,
      this.wire.simple === 'PASSTHROUGH' && target.versions.length > 0
        ? 'it passes requests on to the address that the caller asked for, whatever version answers there; use another load balancer.' : undefined,
    ];
  }
}

/** Is failover by locality part of what is written? Istio ignores it without outlier detection. */
export function needsOutlierDetection(wire: Wire): boolean {
  return (wire.localityLbSetting?.failover ?? wire.localityLbSetting?.failoverPriority) !== undefined;
}
