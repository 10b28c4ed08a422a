import type { Construct } from 'constructs';
import { AccessLogDeclarations } from './access-log-declarations';
import type { AccessLogs } from './access-logs';
import type { MeshTelemetry } from './mesh-telemetry';
import { MetricsDeclarations } from './metrics-declarations';
import type { TelemetryProvider } from './telemetry-provider';
import { TracingDeclarations } from './tracing-declarations';
import type { WorkloadMode } from './workload-mode';
import { SIDES } from './workload-side';
import type { Mesh } from '../mesh/mesh';
import type { PlatformPeer } from '../mesh/platform-peer';
import type { MeshKinds } from '../private/mesh-object';

/** Whose telemetry it is. */
export interface TelemetryTarget {
  /** The construct below which the object stands. */
  readonly scope: Construct;
  /** The name of the object. */
  readonly name: string;
  /** Labels that select the pods; undefined for all of the namespace. */
  readonly selector?: { readonly [label: string]: string };
  readonly mesh: () => Mesh;
  /** The next wider scope; undefined for the mesh, and for what stands directly below it. */
  readonly wider?: TelemetryScope;
  /** Have the pods a proxy? */
  readonly injected: () => boolean;
  /** What else is wrong with saying anything here. */
  readonly problem?: () => string | undefined;
  /** What is said of access logs as long as nobody says anything. */
  readonly accessLogs?: AccessLogs;
  /** Does it hold for apps that do not see it? Then only the mesh's default collectors can be named: every app's Sidecars know those. */
  readonly everywhere?: boolean;
}

/** A peer of the network, and what to call it. */
export interface NamedPeer {
  readonly name: string;
  readonly peer: PlatformPeer;
}

/** What was said of the telemetry of some pods, what holds for them together with what wider scopes say, and whom they must reach for it. */
export class TelemetryScope {
  public readonly traces = new TracingDeclarations();
  public readonly logs = new AccessLogDeclarations();
  public readonly reports = new MetricsDeclarations();

  public constructor(private readonly target: TelemetryTarget) {}

  /** Is anything said in this scope? */
  public get isSaid(): boolean {
    return !this.traces.isEmpty || !this.saidLogs.isEmpty || !this.reports.isEmpty;
  }

  public get spec(): MeshKinds['Telemetry'] {
    const { selector } = this.target;
    return {
      ...selector ? { selector: { matchLabels: selector } } : {},
      ...this.traces.isEmpty ? {} : { tracing: this.traces.wire },
      ...this.saidLogs.isEmpty ? {} : { accessLogging: this.saidLogs.wire(this.mesh) },
      ...this.reports.isEmpty ? {} : { metrics: this.reports.wire },
    };
  }

  /** The hosts that the scope's proxies must know, as 'namespace/host'. */
  public get sidecarHosts(): string[] {
    return this.providers.flatMap(({ _collector: collector }) => (collector ? [collector.sidecarHost(this.clusterDomain)] : []));
  }

  /**
   * The collectors that the scope's proxies must reach.
   *
   * @param beyondNamespace leave out what every proxy of the namespace must reach anyway
   */
  public collectors(beyondNamespace: boolean): PlatformPeer[] {
    const open = new Set(beyondNamespace ? this.target.wider?.outermost.providers.map(({ name }) => name) : []);
    return peersOf(this.providers.filter(({ name }) => !open.has(name)), this.clusterDomain).map(({ peer }) => peer);
  }

  /** The collectors that are open for the scope's pods, because of this scope or of a wider one. */
  public get openCollectors(): NamedPeer[] {
    const all = [this.providers, this.target.wider?.outermost.providers ?? []].flat();
    return peersOf(all.filter((provider, i) => all.findIndex(({ name }) => name === provider.name) === i), this.clusterDomain);
  }

  public problems(): string[] {
    if (!this.isSaid) {
      return [];
    }
    const place = this.target.injected() ? this.target.problem?.()
      : 'there is no proxy that could tell anything; inject one, or leave telemetry out.';
    return [
      ...place === undefined ? [] : [`telemetry: ${place}`],
      ...this.traces.problems(this.mesh, this.target.mesh().istioVersion, side => this.inheritedProvider(side)),
      ...this.saidLogs.problems(this.mesh),
      ...this.reports.problems(),
      ...this.target.everywhere ? this.unknownElsewhere() : [],
    ];
  }

  /** The scope of the namespace, or of the mesh. */
  private get outermost(): TelemetryScope {
    return this.target.wider?.outermost ?? this;
  }

  /** The providers that get anything of the scope's proxies. */
  private get providers(): TelemetryProvider[] {
    const byName = new Map<string, TelemetryProvider>();
    const add = (provider: TelemetryProvider | undefined): void => {
      if (provider !== undefined && !byName.has(provider.name)) { byName.set(provider.name, provider); }
    };
    for (const side of this.target.injected() ? SIDES : []) {
      if (this.reportsSpans(side)) { add(this.tracingProvider(side)); }
      this.logProviders(side).forEach(add);
    }
    return [...byName.values()];
  }

  private tracingProvider(side: WorkloadMode): TelemetryProvider | undefined {
    return this.traces.providerFor(side, this.inheritedProvider(side));
  }

  private inheritedProvider(side: WorkloadMode): TelemetryProvider | undefined {
    return this.target.wider ? this.target.wider.tracingProvider(side) : this.mesh.defaults.tracing;
  }

  private reportsSpans(side: WorkloadMode): boolean {
    return this.traces.reports(side, this.target.wider?.reportsSpans(side) ?? true);
  }

  private logProviders(side: WorkloadMode): readonly TelemetryProvider[] {
    return this.saidLogs.providersFor(side, this.mesh, this.target.wider?.logProviders(side) ?? this.mesh.defaults.accessLogs ?? []);
  }

  private get saidLogs(): AccessLogDeclarations {
    if (!this.logs.isEmpty || !this.target.accessLogs) {
      return this.logs;
    }
    const implied = new AccessLogDeclarations();
    implied.add(this.target.accessLogs);
    return implied;
  }

  private get mesh(): MeshTelemetry {
    return this.target.mesh()._telemetry;
  }

  private get clusterDomain(): string {
    return this.target.mesh().platform.clusterDomain;
  }

  private unknownElsewhere(): string[] {
    const { tracing, accessLogs = [] } = this.mesh.defaults;
    const known = [tracing?.name, ...accessLogs.map(({ name }) => name)];
    return this.providers.filter(({ name, _collector: collector }) => collector && !known.includes(name)).map(({ name }) =>
      `telemetry: provider '${name}' is named for the whole mesh, and Sidecars of other apps would not know its host; make it a default provider of the Mesh ('defaultProviders').`);
  }
}

function peersOf(providers: readonly TelemetryProvider[], clusterDomain: string): NamedPeer[] {
  return providers.flatMap(({ name, _collector: collector }) =>
    (collector ? [{ name: `telemetry provider '${name}'`, peer: collector.peer(clusterDomain) }] : []));
}
