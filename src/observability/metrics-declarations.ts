import type { MetricsOverride } from './metrics';
import { IstioMetric } from './metrics';
import { WorkloadMode } from './workload-mode';
import { unknownValueProblem } from '../private/known-values';
import type { MeshKinds } from '../private/mesh-object';
import { sorted } from '../private/naming';

type Wire = NonNullable<MeshKinds['Telemetry']['metrics']>[number];
type Override = NonNullable<Wire['overrides']>[number];

/** The provider of metrics that every installation of Istio has. */
const PROMETHEUS = 'prometheus';

/** What was said in one scope of the metrics that are reported. */
export class MetricsDeclarations {
  private readonly declared: MetricsOverride[] = [];

  public add(override: MetricsOverride): void {
    this.declared.push(override);
  }

  public get isEmpty(): boolean {
    return this.declared.length === 0;
  }

  public problems(): string[] {
    return [
      ...this.declared.flatMap(({ metric, mode, disabled, tags }) => [
        disabled === undefined && Object.keys(tags ?? {}).length === 0 ? "an override says nothing; say 'disabled' or 'tags'." : undefined,
        unknownValueProblem('metric', metric, IstioMetric),
        unknownValueProblem('mode', mode, WorkloadMode),
        ...Object.entries(tags ?? {}).flatMap(([name, tag]) => [
          /^[A-Za-z_]\w*$/.test(name) ? undefined : `tag '${name}' has no name that Prometheus takes; use letters, digits and '_'.`,
          tag._problem && `tag '${name}': ${tag._problem}`,
        ]),
      ]),
      ...this.groups.flatMap(({ what, overrides }) => [
        ...overrides.filter(({ disabled }) => disabled !== undefined).length > 1 ? [`${what} says 'disabled' twice; say it once.`] : [],
        ...twice(overrides.flatMap(({ tags }) => Object.keys(tags ?? {}))).map(name => {
          const values = sorted(overrides.flatMap(({ tags }) => (tags?.[name] ? [JSON.stringify(tags[name]._wire)] : [])));
          return `${what} says tag '${name}' ${values.length} times, as ${values.join(' and as ')}; say it once.`;
        }),
        ...overrides.some(({ disabled }) => disabled) && overrides.some(({ tags }) => tags)
          ? [`${what} is disabled, so its tags mean nothing; leave out one or the other.`] : [],
      ]),
    ].filter(problem => problem !== undefined).map(problem => `metrics: ${problem}`);
  }

  /** From the widest override to the narrowest, since the later holds. */
  public get wire(): Wire[] {
    const { groups } = this;
    return groups.length === 0 ? [] : [{
      providers: [{ name: PROMETHEUS }],
      overrides: groups.map(({ metric, mode, overrides }): Override => {
        const tags = sorted(overrides.flatMap(one => Object.entries(one.tags ?? {})), ([name]) => name);
        const disabled = overrides.find(one => one.disabled !== undefined)?.disabled;
        // 'ALL_METRICS' in so many words is special: disabled, it forgets the side, and any later override turns all on again.
        const match = {
          ...metric === IstioMetric.ALL_METRICS ? {} : { metric },
          ...mode === WorkloadMode.CLIENT_AND_SERVER ? {} : { mode },
        };
        return {
          ...Object.keys(match).length > 0 ? { match } : {},
          ...disabled === undefined ? {} : { disabled },
          ...tags.length > 0 ? { tagOverrides: Object.fromEntries(tags.map(([name, tag]) => [name, tag._wire])) } : {},
        };
      }),
    }];
  }

  /** Overrides of the same metric on the same side. */
  private get groups() {
    const byKey = new Map<string, { readonly metric: IstioMetric; readonly mode: WorkloadMode; readonly overrides: MetricsOverride[] }>();
    for (const override of this.declared) {
      const { metric = IstioMetric.ALL_METRICS, mode = WorkloadMode.CLIENT_AND_SERVER } = override;
      const key = `${metric === IstioMetric.ALL_METRICS ? 0 : 1}${mode === WorkloadMode.CLIENT_AND_SERVER ? 0 : 1} ${metric} ${mode}`;
      const group = byKey.get(key) ?? { metric, mode, overrides: [] };
      group.overrides.push(override);
      byKey.set(key, group);
    }
    return sorted(byKey, ([key]) => key).map(([, group]) => ({ ...group, what: `the override of ${group.metric} (${group.mode})` }));
  }
}

function twice(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) < i))];
}
