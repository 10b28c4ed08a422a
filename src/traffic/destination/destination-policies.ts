import { needsOutlierDetection } from './load-balancer';
import type { Setting, SettingName, SettingScope, SettingTarget, TrafficPolicy } from './setting';
import { scopeText, SETTING_TEXT } from './setting';
import { sorted } from '../../private/naming';

type PortSettings = NonNullable<TrafficPolicy['portLevelSettings']>[number];
type Settings = { readonly [N in SettingName]?: NonNullable<TrafficPolicy[N]> };

interface Declaration {
  readonly setting: Setting;
  readonly scope: SettingScope;
}

const NAMES = Object.keys(SETTING_TEXT) as SettingName[];

/**
 * What is said of the traffic to one service: for all of it, for a version, for a port, or for a version's port. The narrowest
 * holds, each setting as a whole.
 *
 * Istio lets an entry for a port forget everything that is said more widely. What is written for a port repeats it.
 */
export class DestinationPolicies {
  private readonly declarations: Declaration[] = [];

  public add(setting: Setting, scope: SettingScope): void {
    this.declarations.push({ setting, scope });
  }

  /** Is anything said of a setting, in any scope? */
  public says(name: SettingName): boolean {
    return this.declarations.some(({ setting }) => setting.name === name);
  }

  /** Is nothing said? */
  public get isEmpty(): boolean {
    return this.declarations.length === 0;
  }

  /** What is wrong with all that is said. */
  public problems(target: SettingTarget): string[] {
    const all = sorted(this.declarations, ({ setting, scope }) => JSON.stringify([setting.name, scope, setting.wire]));
    return [...new Set([...all.flatMap(declaration => problemsOf(declaration, target)), ...twice(all), ...this.failoverProblems(target)])];
  }

  /** What holds for every version; undefined if nothing is said. */
  public toTrafficPolicy(target: SettingTarget): TrafficPolicy | undefined {
    const ports = target.ports.filter(port => NAMES.some(name => this.find(name, { port: port.name })));
    return policyOf(this.own({}), ports.map(({ name, port }) => ({ port, settings: this.holding({ port: name }) })));
  }

  /** What holds for one version; undefined if nothing is said of it. */
  public toSubsetPolicy(target: SettingTarget, version: string): TrafficPolicy | undefined {
    const own = this.own({ version });
    // Istio looks for outlier detection beside the failover that needs it.
    const lonely = own.loadBalancer !== undefined && needsOutlierDetection(own.loadBalancer) && own.outlierDetection === undefined;
    const ports = target.ports.filter(port => NAMES.some(name =>
      this.find(name, { version, port: port.name }) ?? (lonely && this.find(name, { port: port.name }))));
    return policyOf(
      lonely ? { ...own, outlierDetection: this.find('outlierDetection', {}) } : own,
      ports.map(({ name, port }) => ({ port, settings: this.holding({ version, port: name }) })),
    );
  }

  /** Is a port sent TLS that is not the mesh's, for any version? */
  public sendsForeignTls({ versions }: SettingTarget, port: string): boolean {
    return [undefined, ...versions].some(version => ['SIMPLE', 'MUTUAL'].includes(this.holding({ version, port }).tls?.mode ?? ''));
  }

  /** What is said of exactly this scope. */
  private own(scope: SettingScope): Settings {
    return settingsOf(name => this.find(name, scope));
  }

  /** What holds in a scope: of each setting what is said most narrowly. */
  private holding({ version, port }: SettingScope): Settings {
    const scopes = [{ version, port }, { version }, { port }, {}];
    return settingsOf(name => scopes.map(scope => this.find(name, scope)).find(wire => wire !== undefined));
  }

  private find<N extends SettingName>(name: N, { version, port }: SettingScope): NonNullable<TrafficPolicy[N]> | undefined {
    const declared = this.declarations.find(({ setting, scope }) => setting.name === name && scope.version === version && scope.port === port);
    return declared?.setting.wire as NonNullable<TrafficPolicy[N]> | undefined;
  }

  /** What may be meant otherwise. */
  public warnings(): string[] {
    return sorted(this.declarations.filter(({ setting }) => isTimid(setting)).map(({ scope }) => scopeText(scope))).map(scope =>
      `outlier detection for ${scope}: it ejects nobody where there are fewer than ten pods, since 'maxEjectionPercent' is 10 unless said; say it.`);
  }

  /** Failover by locality comes to nothing where nobody notices which pods fail. */
  private failoverProblems({ ports, versions }: SettingTarget): string[] {
    if (!this.says('loadBalancer')) { return []; }
    const scopes = [undefined, ...versions].flatMap(version => [undefined, ...ports.map(({ name }) => name)].map(port => ({ version, port })));
    return scopes.filter(scope => {
      const { loadBalancer, outlierDetection } = this.holding(scope);
      return loadBalancer !== undefined && needsOutlierDetection(loadBalancer) && outlierDetection === undefined;
    }).slice(0, 1).map(scope =>
      `load balancer for ${scopeText(scope)}: it fails over by locality, which Istio ignores without outlier detection; add traffic.outlierDetection().`);
  }
}

/** Is it outlier detection without a word of how many may be ejected? */
function isTimid(setting: Setting): boolean {
  return setting.name === 'outlierDetection' && (setting as Setting<'outlierDetection'>).wire.maxEjectionPercent === undefined;
}

function settingsOf(find: <N extends SettingName>(name: N) => NonNullable<TrafficPolicy[N]> | undefined): Settings {
  return Object.fromEntries(NAMES.map(name => [name, find(name)]).filter(([, wire]) => wire !== undefined)) as Settings;
}

function policyOf(settings: Settings, ports: readonly { readonly port: number; readonly settings: Settings }[]): TrafficPolicy | undefined {
  const portLevelSettings: PortSettings[] = sorted(ports, ({ port }) => String(port).padStart(5, '0'))
    .map(({ port, settings: own }) => ({ port: { number: port }, ...own }));
  const policy: TrafficPolicy = { ...settings, ...portLevelSettings.length > 0 ? { portLevelSettings } : {} };
  return Object.keys(policy).length > 0 ? policy : undefined;
}

function problemsOf({ setting, scope }: Declaration, target: SettingTarget): string[] {
  const what = `${SETTING_TEXT[setting.name]} for ${scopeText(scope)}`;
  const port = scope.port === undefined ? undefined : target.ports.find(({ name }) => name === scope.port);
  if (scope.port !== undefined && port === undefined) {
    const names = target.ports.map(({ name, protocol, port: number }) => `'${name}' (${protocol} ${number})`).join(', ');
    return [`${what}: the port does not exist; the ports are ${names || 'none'}.`];
  }
  if (target.ports.length === 0) {
    return [`${what}: the service has no port, so nothing can be sent to it; give it a port.`];
  }
  const place = { target, scope, ports: port ? [port] : target.ports };
  return [...setting.problems, ...setting.problemsAt(place)].filter(problem => problem !== undefined).map(problem => `${what}: ${problem}`);
}

/** The same setting for the same scope is said once. */
function twice(declarations: readonly Declaration[]): string[] {
  if (declarations.length < 2) { return []; }
  const groups = new Map<string, Declaration[]>();
  for (const declaration of declarations) {
    const key = `${SETTING_TEXT[declaration.setting.name]} for ${scopeText(declaration.scope)}`;
    groups.set(key, [...groups.get(key) ?? [], declaration]);
  }
  return [...groups].filter(([, group]) => group.length > 1).map(([what, group]) =>
    `${what}: it is said ${group.length === 2 ? 'twice' : `${group.length} times`}, as ${group.map(({ setting }) => JSON.stringify(setting.wire)).join(' and as ')}; say it once.`);
}
