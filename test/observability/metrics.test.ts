import * as fc from 'fast-check';
import '../_seed';
import { MetricsDeclarations } from '../../src/observability/metrics-declarations';
import { IstioMetric, MetricTag, WorkloadMode } from 'cdk8s-istio';
import type { MetricsOverride } from 'cdk8s-istio';

const METRICS = [IstioMetric.REQUEST_COUNT, IstioMetric.REQUEST_SIZE, IstioMetric.TCP_SENT_BYTES];
const SIDES = [WorkloadMode.CLIENT, WorkloadMode.SERVER];
const TAGS = ['a', 'b'];

/** What is said of a metric on a side: is it off, and what becomes of tags. */
type Said = { disabled?: boolean; tags: { [name: string]: string } };

/** As Istio's mergeMetrics does it: override by override, the later holds; 'all, disabled' in so many words is special. */
function merged(scopes: MetricsDeclarations[], metric: string, side: string): Said {
  const said: Said = { tags: {} };
  let allOff = false;
  for (const override of scopes.flatMap(scope => scope.wire).flatMap(entry => entry.overrides ?? [])) {
    if (override.match?.metric === 'ALL_METRICS' && override.disabled) {
      allOff = true;
      continue;
    }
    allOff = false;
    const { metric: one, mode } = override.match ?? {};
    if ((one === undefined || one === 'ALL_METRICS' || one === metric) && (mode === undefined || mode === 'CLIENT_AND_SERVER' || mode === side)) {
      said.disabled = override.disabled ?? said.disabled;
      Object.entries(override.tagOverrides ?? {}).forEach(([name, tag]) => { said.tags[name] = JSON.stringify(tag); });
    }
  }
  return allOff ? { ...said, disabled: true } : said;
}

/** What was meant: of the narrowest scope that says anything, what is said of the single metric, then of the single side. */
function meant(scopes: MetricsOverride[][], metric: IstioMetric, side: WorkloadMode): Said {
  const rank = ({ metric: one, mode }: MetricsOverride) => (one === metric ? 2 : 0) + (mode === side ? 1 : 0);
  const fitting = (scope: MetricsOverride[]) => scope.filter(({ metric: one = IstioMetric.ALL_METRICS, mode = WorkloadMode.CLIENT_AND_SERVER }) =>
    [metric, IstioMetric.ALL_METRICS].includes(one) && [side, WorkloadMode.CLIENT_AND_SERVER].includes(mode)).sort((a, b) => rank(b) - rank(a));
  const first = <T>(pick: (override: MetricsOverride) => T | undefined): T | undefined =>
    [...scopes].reverse().flatMap(scope => fitting(scope).map(pick)).find(value => value !== undefined);
  const tags = TAGS.flatMap(name => {
    const tag = first(override => override.tags?.[name]);
    return tag ? [[name, JSON.stringify(tag._wire)]] : [];
  });
  const disabled = first(override => override.disabled);
  return { ...disabled === undefined ? {} : { disabled }, tags: Object.fromEntries(tags) };
}

const override: fc.Arbitrary<MetricsOverride> = fc.record({
  metric: fc.constantFrom(undefined, ...METRICS),
  mode: fc.constantFrom(undefined, ...SIDES),
  disabled: fc.constantFrom(undefined, true, false),
  tags: fc.constantFrom<MetricsOverride['tags']>(undefined, { a: MetricTag.remove() }, { a: MetricTag.upsert('x') }, { b: MetricTag.upsert('y') }),
});

it('a metric is what is said most narrowly of it, as Istio merges it', () => {
  let judged = 0;
  fc.assert(fc.property(fc.array(fc.array(override, { maxLength: 4 }), { minLength: 1, maxLength: 3 }), said => {
    const scopes = said.map(overrides => {
      const scope = new MetricsDeclarations();
      overrides.forEach(one => scope.add(one));
      return scope;
    });
    fc.pre(scopes.every(scope => scope.problems().length === 0));
    judged++;
    for (const metric of METRICS) {
      for (const side of SIDES) {
        expect(merged(scopes, metric, side)).toEqual(meant(said, metric, side));
      }
    }
  }), { numRuns: 400 });
  expect(judged).toBeGreaterThan(100);
});
