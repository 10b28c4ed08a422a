import type { DefaultProviders } from './default-providers';
import type { DefaultProvidersValues, ExtensionProviderValues } from './mesh-telemetry-values';
import type { TelemetryProvider } from './telemetry-provider';
import type { TelemetryUse } from './telemetry-use';
import { USE_TEXT } from './telemetry-use';
import { sorted } from '../private/naming';

/** The providers of a mesh: those that it knows, and those that are used by default. */
export class MeshTelemetry {
  public constructor(
    public readonly providers: readonly TelemetryProvider[],
    public readonly defaults: DefaultProviders,
    private readonly clusterDomain: string,
  ) {}

  /** The default providers for a use. */
  public defaultsFor(use: TelemetryUse): readonly TelemetryProvider[] {
    return use === 'tracing' ? this.defaults.tracing ? [this.defaults.tracing] : [] : this.defaults.accessLogs ?? [];
  }

  /** What is wrong with naming a provider for a use. */
  public problem(provider: TelemetryProvider, use: TelemetryUse): string | undefined {
    const values = (one: TelemetryProvider) => JSON.stringify(one._values(this.clusterDomain));
    if (provider._use !== use) {
      return `provider '${provider.name}' is for ${USE_TEXT[provider._use]}, not for ${USE_TEXT[use]}; name another.`;
    }
    const known = this.providers.map(({ name }) => `'${name}'`).join(', ') || 'none';
    return provider._builtIn || this.providers.some(one => one.name === provider.name && values(one) === values(provider)) ? undefined
      : `provider '${provider.name}' is not declared on the mesh, whose providers are ${known}; declare it with the Mesh's 'telemetryProviders'.`;
  }

  public problems(): string[] {
    // Istio compares names without regard to case.
    const names = this.providers.map(({ name }) => name.toLowerCase());
    return [
      ...this.providers.flatMap(provider => provider._problems(this.clusterDomain)),
      ...[...new Set(names.filter((name, i) => names.indexOf(name) < i))].map(name =>
        `${names.filter(one => one === name).length} telemetry providers are named '${name}'; give each its own name.`),
      ...this.providers.filter(({ name, _builtIn: builtIn }) => builtIn || ['envoy', 'prometheus'].includes(name.toLowerCase())).map(({ name }) =>
        `telemetry provider '${name}' is Istio's own and always there; give the other one another name.`),
      ...(['tracing', 'accessLogs'] as const).flatMap(use => this.defaultsFor(use).map(provider => this.problem(provider, use)))
        .filter(problem => problem !== undefined).map(problem => `default ${problem}`),
      ...this.defaults.accessLogs?.length === 0 ? ["the mesh's default providers for access logs are none; name one, or leave them out."] : [],
    ];
  }

  /** What MeshConfig says of them. */
  public get values(): {
    readonly enableTracing?: boolean; readonly extensionProviders?: ExtensionProviderValues[]; readonly defaultProviders?: DefaultProvidersValues;
  } {
    const { tracing, accessLogs } = this.defaults;
    return {
      ...this.providers.some(({ _use: use }) => use === 'tracing') ? { enableTracing: true } : {},
      ...this.providers.length > 0 ? {
        extensionProviders: sorted(this.providers, ({ name }) => name).map(provider => provider._values(this.clusterDomain)),
      } : {},
      ...tracing || accessLogs ? {
        defaultProviders: {
          ...tracing ? { tracing: [tracing.name] } : {},
          ...accessLogs ? { accessLogging: accessLogs.map(({ name }) => name) } : {},
        },
      } : {},
    };
  }
}
