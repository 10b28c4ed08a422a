import type { CustomTag } from './custom-tag';
import type { MeshTelemetry } from './mesh-telemetry';
import type { TelemetryProvider } from './telemetry-provider';
import type { Tracing } from './tracing';
import { WorkloadMode } from './workload-mode';
import { matchOf, sidesOf } from './workload-side';
import type { IstioVersion } from '../mesh/istio-version';
import { unknownValueProblem } from '../private/known-values';
import type { MeshKinds } from '../private/mesh-object';
import { sorted } from '../private/naming';

type Wire = NonNullable<MeshKinds['Telemetry']['tracing']>[number];

/** What was said in one scope of how requests are traced: several declarations complete each other. */
export class TracingDeclarations {
  private readonly declared: Tracing[] = [];

  public add(tracing: Tracing): void {
    this.declared.push(tracing);
  }

  public get isEmpty(): boolean {
    return this.declared.length === 0;
  }

  /** What all of them say together. */
  public get together(): Tracing {
    const customTags = Object.assign({}, ...this.declared.map(one => one.customTags)) as NonNullable<Tracing['customTags']>;
    const said = this.declared.flatMap(one => Object.entries(one)).filter(([, value]) => value !== undefined);
    const all = Object.fromEntries(said) as Tracing;
    return { ...all, ...Object.keys(customTags).length > 0 ? { customTags } : {} };
  }

  /**
   * @param inherited the provider of the next wider scope
   */
  public problems(mesh: MeshTelemetry, version: IstioVersion, inherited: (side: WorkloadMode) => TelemetryProvider | undefined): string[] {
    if (this.isEmpty) {
      return [];
    }
    const { provider, randomSamplingPercentage: sampling, customTags, disableSpanReporting, mode } = this.together;
    return [
      ...this.declared.filter(isVoid).map(() => 'it says nothing; say at least one setting.'),
      ...this.twice(),
      provider && mesh.problem(provider, 'tracing'),
      sampling === undefined || (sampling >= 0 && sampling <= 100 && Number.isInteger(Math.round(sampling * 1e8) / 1e6)) ? undefined
        : `randomSamplingPercentage ${sampling} is not possible; use a number from 0 to 100, in steps of 0.01.`,
      unknownValueProblem('mode', mode, WorkloadMode),
      ...Object.entries(customTags ?? {}).flatMap(([name, tag]) => {
        const problem = tag._problem(version);
        return [
          name.trim() === '' ? 'a tag has no name; give it one.' : undefined,
          problem && `tag '${name}' ${problem}`,
        ];
      }),
      // Istio takes a Telemetry without any provider for no tracing at all.
      !disableSpanReporting && provider === undefined && sidesOf(mode).some(side => inherited(side) === undefined)
        ? "it names no 'provider', and the mesh has none by default, so Istio would switch tracing off; name one, or give the Mesh default providers." : undefined,
    ].filter(problem => problem !== undefined).map(problem => `tracing: ${problem}`);
  }

  /** The one block that Istio reads of a Telemetry. */
  public get wire(): Wire[] {
    if (this.isEmpty) {
      return [];
    }
    const { provider, customTags, mode, ...rest } = this.together;
    return [{
      ...matchOf(mode),
      ...provider ? { providers: [{ name: provider.name }] } : {},
      ...rest,
      ...customTags ? { customTags: tagsOf(customTags) } : {},
    }];
  }

  /** Where spans of a side are sent, given where they would be sent otherwise. */
  public providerFor(side: WorkloadMode, inherited: TelemetryProvider | undefined): TelemetryProvider | undefined {
    if (this.isEmpty) { return inherited; }
    const { provider, mode } = this.together;
    return !sidesOf(mode).includes(side) ? inherited : provider ?? inherited;
  }

  /** Are spans of a side sent, given whether they would be otherwise? */
  public reports(side: WorkloadMode, inherited: boolean): boolean {
    if (this.isEmpty) { return inherited; }
    const { disableSpanReporting, mode } = this.together;
    return disableSpanReporting === undefined || !sidesOf(mode).includes(side) ? inherited : !disableSpanReporting;
  }

  private twice(): string[] {
    const said = new Map<string, unknown[]>();
    for (const { customTags, provider, ...rest } of this.declared) {
      const parts = [
        ...Object.entries({ ...rest, provider: provider?.name }).filter(([, value]) => value !== undefined),
        ...Object.entries(customTags ?? {}).map(([name, tag]): [string, unknown] => [`tag '${name}'`, tag._wire]),
      ];
      parts.forEach(([what, value]) => said.set(what, [...said.get(what) ?? [], value]));
    }
    return sorted(said, ([what]) => what).filter(([, values]) => values.length > 1).map(([what, values]) =>
      `${what} is said ${values.length} times, as ${sorted(values.map(value => JSON.stringify(value))).join(' and as ')}; say it once.`);
  }
}

function tagsOf(tags: { readonly [name: string]: CustomTag }): Wire['customTags'] {
  return Object.fromEntries(sorted(Object.entries(tags), ([name]) => name).map(([name, tag]) => [name, tag._wire]));
}

/** Does the declaration say nothing? A side alone is none. */
function isVoid({ customTags, mode, ...rest }: Tracing): boolean {
  return Object.values(rest).every(value => value === undefined) && Object.keys(customTags ?? {}).length === 0;
}
