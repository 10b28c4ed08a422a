import type { AccessLogs } from './access-logs';
import { celProblem } from './cel';
import type { MeshTelemetry } from './mesh-telemetry';
import { TelemetryProvider } from './telemetry-provider';
import { WorkloadMode } from './workload-mode';
import { matchOf, sidesOf } from './workload-side';
import { unknownValueProblem } from '../private/known-values';
import type { MeshKinds } from '../private/mesh-object';
import { sorted } from '../private/naming';

type Wire = NonNullable<MeshKinds['Telemetry']['accessLogging']>[number];

/** What stands for every provider, where a declaration names none. */
const ALL = '*';

/** What was said in one scope of which access logs are written. */
export class AccessLogDeclarations {
  private readonly declared: AccessLogs[] = [];

  public add(logs: AccessLogs): void {
    this.declared.push(logs);
  }

  public get isEmpty(): boolean {
    return this.declared.length === 0;
  }

  public problems(mesh: MeshTelemetry): string[] {
    return [
      ...this.declared.flatMap(({ providers, filter, mode, disabled }) => [
        providers?.length === 0 ? "'providers' is empty; name one, or leave it out." : undefined,
        ...(providers ?? []).map(provider => mesh.problem(provider, 'accessLogs')),
        filter === undefined ? undefined : celProblem('filter', filter),
        filter !== undefined && disabled ? `filter '${filter}' means nothing where nothing is written; leave out 'filter' or 'disabled'.` : undefined,
        unknownValueProblem('mode', mode, WorkloadMode),
      ]),
      ...this.twice(mesh),
    ].filter(problem => problem !== undefined).map(problem => `access logs: ${problem}`);
  }

  /** What is switched off comes first, so that the filter that Istio keeps for a provider is that of what is written. */
  public wire(mesh: MeshTelemetry): Wire[] {
    return sorted(this.declared.map((logs): Wire => {
      const { filter, mode, disabled } = logs;
      const names = this.namesOf(logs, mesh);
      return {
        ...matchOf(mode),
        ...names.includes(ALL) ? {} : { providers: sorted(names).map(name => ({ name })) },
        ...disabled ? { disabled: true } : {},
        ...filter === undefined ? {} : { filter: { expression: filter } },
      };
    }), wire => `${wire.disabled ? 0 : 1}${JSON.stringify(wire)}`);
  }

  /** Where access logs of a side are written, given where they would be written otherwise. */
  public providersFor(side: WorkloadMode, mesh: MeshTelemetry, inherited: readonly TelemetryProvider[]): readonly TelemetryProvider[] {
    const named = this.declared.flatMap(logs => this.providersOf(logs, mesh));
    const here = this.declared.filter(({ mode }) => sidesOf(mode).includes(side));
    const off = here.filter(({ disabled }) => disabled);
    const written = here.filter(({ disabled }) => !disabled).flatMap(logs => this.providersOf(logs, mesh));
    // Providers that are named take the place of others, on the other side too.
    const kept = named.length === 0 ? inherited : inherited.filter(provider => named.some(({ name }) => name === provider.name));
    const isOff = ({ name }: TelemetryProvider) => off.some(logs => logs.providers === undefined || logs.providers.some(one => one.name === name));
    return [...kept, ...written].filter(provider => !isOff(provider));
  }

  private providersOf({ providers, disabled }: AccessLogs, mesh: MeshTelemetry): readonly TelemetryProvider[] {
    return providers ?? (disabled ? [] : mesh.defaults.accessLogs ?? [TelemetryProvider.ENVOY]);
  }

  private namesOf(logs: AccessLogs, mesh: MeshTelemetry): string[] {
    return logs.disabled && !logs.providers ? [ALL] : this.providersOf(logs, mesh).map(({ name }) => name);
  }

  /** Istio keeps one filter a provider, and the last word for each side. */
  private twice(mesh: MeshTelemetry): string[] {
    const parts = this.declared.flatMap(logs => this.namesOf(logs, mesh).map(name => ({ name, logs })));
    const same = (one: string, other: string) => one === other || one === ALL || other === ALL;
    return [...new Set(parts.flatMap((one, i) => parts.slice(i + 1).filter(({ name }) => same(name, one.name)).flatMap(other => {
      const name = one.name === ALL ? other.name : one.name;
      const what = name === ALL ? 'every provider' : `provider '${name}'`;
      const [first, second] = sorted([one.logs, other.logs].map(textOf));
      if (sidesOf(one.logs.mode).some(side => sidesOf(other.logs.mode).includes(side))) {
        return [`${what} is told twice what to write, by ${first} and by ${second}; say it once.`];
      }
      return !one.logs.disabled && !other.logs.disabled && one.logs.filter !== other.logs.filter
        ? [`${what} has a filter for each side, by ${first} and by ${second}, and Istio keeps one a provider; use the same, or two providers.`] : [];
    })))];
  }
}

function textOf({ providers, filter, mode, disabled }: AccessLogs): string {
  return JSON.stringify({ providers: providers?.map(({ name }) => name), filter, mode, disabled });
}
