import type { AccessLogs } from './access-logs';
import { celProblem } from './cel';
import type { MeshTelemetry } from './mesh-telemetry';
import { TelemetryProvider } from './telemetry-provider';
import { WorkloadMode } from './workload-mode';
import { matchOf, SIDES, sidesOf } from './workload-side';
import { unknownValueProblem } from '../private/known-values';
import type { MeshKinds } from '../private/mesh-object';
import { sorted, sortedUnique } from '../private/naming';

type Wire = NonNullable<MeshKinds['Telemetry']['accessLogging']>[number];

/**
 * What was said in one scope of which access logs are written. All of it together takes the place of what wider scopes say.
 *
 * Istio adds up what several scopes say of a provider, side by side, and keeps the filter that it reads last. So that nothing
 * of wider scopes is left over, a side of which nothing is said is switched off in so many words, before the rest.
 */
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
      ...this.declared.flatMap(logs => [
        logs.providers?.length === 0 ? "'providers' is empty; name one, or leave it out." : undefined,
        ...(logs.providers ?? []).map(provider => mesh.problem(provider, 'accessLogs')),
        logs.filter === undefined ? undefined : celProblem('filter', logs.filter),
        unknownValueProblem('mode', logs.mode, WorkloadMode),
        logs.disabled && (logs.providers ?? logs.filter ?? logs.mode) !== undefined
          ? `${textOf(logs)} says what is written and that nothing is; leave out 'disabled', and say only what is written.` : undefined,
        logs.disabled && this.declared.length > 1
          ? "'disabled' means that nothing is written, and more is said of what is written; leave out one or the other." : undefined,
      ]),
      ...this.twice(mesh),
    ].filter(problem => problem !== undefined).map(problem => `access logs: ${problem}`);
  }

  public wire(mesh: MeshTelemetry): Wire[] {
    if (this.isOff) {
      // A provider that is named takes the others away, and is switched off itself.
      return [{ providers: [{ name: TelemetryProvider.ENVOY.name }], disabled: true }];
    }
    const written = sorted(this.declared.map((logs): Wire => ({
      ...matchOf(logs.mode),
      providers: sorted(providersOf(logs, mesh).map(({ name }) => name)).map(name => ({ name })),
      ...logs.filter === undefined ? {} : { filter: { expression: logs.filter } },
    })), wire => JSON.stringify(wire));
    const silent = SIDES.map((side): Wire => {
      const names = this.declared.flatMap(logs => providersOf(logs, mesh).map(({ name }) => name));
      const told = new Set(this.providersOn(side, mesh).map(({ name }) => name));
      return { ...matchOf(side), providers: sortedUnique(names).filter(name => !told.has(name)).map(name => ({ name })), disabled: true };
    });
    return [...silent.filter(({ providers }) => providers!.length > 0), ...written];
  }

  /** Where access logs of a side are written, given where they would be written otherwise. */
  public providersFor(side: WorkloadMode, mesh: MeshTelemetry, inherited: readonly TelemetryProvider[]): readonly TelemetryProvider[] {
    return this.isEmpty ? inherited : this.isOff ? [] : this.providersOn(side, mesh);
  }

  private get isOff(): boolean {
    return this.declared.some(({ disabled }) => disabled);
  }

  private providersOn(side: WorkloadMode, mesh: MeshTelemetry): readonly TelemetryProvider[] {
    return this.declared.filter(({ mode }) => sidesOf(mode).includes(side)).flatMap(logs => providersOf(logs, mesh));
  }

  /** Istio keeps one filter a provider. */
  private twice(mesh: MeshTelemetry): string[] {
    const parts = this.declared.flatMap(logs => providersOf(logs, mesh).map(({ name }) => ({ name, logs })));
    return sortedUnique(parts.flatMap((one, i) => parts.slice(i + 1).filter(({ name }) => name === one.name).flatMap(other => {
      const [first, second] = sorted([one.logs, other.logs].map(textOf));
      if (sidesOf(one.logs.mode).some(side => sidesOf(other.logs.mode).includes(side))) {
        return [`provider '${one.name}' is told twice what to write, by ${first} and by ${second}; say it once.`];
      }
      return one.logs.filter !== other.logs.filter
        ? [`provider '${one.name}' has a filter for each side, by ${first} and by ${second}, and Istio keeps one a provider; use the same, or two providers.`] : [];
    })));
  }
}

function providersOf({ providers }: AccessLogs, mesh: MeshTelemetry): readonly TelemetryProvider[] {
  return providers ?? mesh.defaults.accessLogs ?? [TelemetryProvider.ENVOY];
}

function textOf({ providers, filter, mode, disabled }: AccessLogs): string {
  return JSON.stringify({ providers: providers?.map(({ name }) => name), filter, mode, disabled });
}
