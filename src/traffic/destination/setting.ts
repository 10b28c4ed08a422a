import type { CalleePort } from '../../calls/callee';
import type { MtlsMode } from '../../policies/mtls-mode';
import type { MeshKinds } from '../../private/mesh-object';

export type TrafficPolicy = NonNullable<MeshKinds['DestinationRule']['trafficPolicy']>;

/** What a DestinationRule lets be said of a service, a version and a port alike. */
export type SettingName = 'connectionPool' | 'outlierDetection' | 'loadBalancer' | 'tls';

/** For which part of a service something is said: the version by its subset, the port by its name. */
export interface SettingScope {
  readonly version?: string;
  readonly port?: string;
}

/** The service that settings are for, as far as they depend on it. */
export interface SettingTarget {
  readonly ports: readonly CalleePort[];
  /** The subsets; empty for a service without versions. */
  readonly versions: readonly string[];
  /** What the service's proxies accept; undefined where nobody says. */
  readonly mtls?: MtlsMode;
  /** Have the service's pods a proxy? */
  readonly meshed: boolean;
  /** Does the service ask its callers for an identity? */
  readonly authorizes: boolean;
}

/** Where a setting holds. */
export interface SettingPlace {
  readonly target: SettingTarget;
  readonly scope: SettingScope;
  /** The ports for which it holds. */
  readonly ports: readonly CalleePort[];
}

/** Something that is said of the traffic to a service. */
export interface Setting<N extends SettingName = SettingName> {
  readonly name: N;
  /** What is written. */
  readonly wire: NonNullable<TrafficPolicy[N]>;
  /** What is wrong with it, wherever it holds. */
  readonly problems: readonly string[];
  /** What is wrong with it there: Istio would ignore it, or connections would fail. */
  problemsAt(place: SettingPlace): readonly (string | undefined)[];
}

/** What a setting is called in messages. */
export const SETTING_TEXT: { readonly [N in SettingName]: string } = {
  connectionPool: 'connection pool',
  outlierDetection: 'outlier detection',
  loadBalancer: 'load balancer',
  tls: 'client TLS',
};

/** A scope in words. */
export function scopeText({ version, port }: SettingScope): string {
  const parts = [...version === undefined ? [] : [`version '${version}'`], ...port === undefined ? [] : [`port '${port}'`]];
  return parts.length === 0 ? 'the whole service' : parts.join(', ');
}

/** The given parts of an object: what nobody says is not written. */
export function given<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
