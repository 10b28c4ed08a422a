import * as fc from 'fast-check';
import '../_seed';
import { MeshTelemetry } from '../../src/observability/mesh-telemetry';
import { TelemetryScope } from '../../src/observability/telemetry-scope';
import { TelemetryProvider, WorkloadMode } from 'cdk8s-istio';
import type { AccessLogs, Mesh, Tracing } from 'cdk8s-istio';

const collector = (name: string) => ({ service: `${name}.obs.svc.cluster.local`, port: 4317 });
const SPANS = ['a', 'b'].map(name => TelemetryProvider.zipkin(name, collector(name)));
const LOGS = ['x', 'y'].map(name => TelemetryProvider.openTelemetryLogs(name, collector(name)));
const SIDES = [WorkloadMode.CLIENT, WorkloadMode.SERVER];

const covers = (match: { mode?: string } | undefined, side: string) => !match?.mode || match.mode === 'CLIENT_AND_SERVER' || match.mode === side;
const namesOf = (entry: any): string[] => (entry.providers ?? []).map(({ name }: any) => name);

/** To whom Istio sends spans of a side, as its Telemetries.Tracing does it: from the widest scope to the narrowest, the later word holds. */
function spansTo(levels: any[], byDefault: string | undefined, side: string): string[] {
  let provider = byDefault;
  let disabled = false;
  for (const entry of levels.flatMap(level => level.tracing ?? []).filter(one => covers(one.match, side))) {
    provider = namesOf(entry)[0] ?? provider;
    disabled = entry.disableSpanReporting ?? disabled;
  }
  return provider === undefined || disabled ? [] : [provider];
}

/** To whom Istio writes access logs of a side, as its mergeLogs does it. */
function logsTo(levels: any[], byDefault: string[], side: string): string[] {
  const logs = levels.map(level => level.accessLogging ?? []).filter(entries => entries.length > 0);
  if (logs.length === 0) {
    return byDefault;
  }
  const inScope = logs.map(entries => entries.flatMap(namesOf) as string[]).reduce((wide, narrow) => (narrow.length > 0 ? narrow : wide), byDefault);
  const used = new Set<string>();
  let parents = byDefault;
  for (const entry of logs.flat()) {
    parents = namesOf(entry).length > 0 ? namesOf(entry) : parents;
    for (const name of parents.filter(one => inScope.includes(one) && covers(entry.match, side))) {
      if (entry.disabled) {
        used.delete(name);
      } else {
        used.add(name);
      }
    }
  }
  return [...used];
}

const mode = fc.constantFrom(undefined, ...Object.values(WorkloadMode));
const tracing: fc.Arbitrary<Tracing[]> = fc.array(fc.record({
  provider: fc.constantFrom(undefined, ...SPANS), disableSpanReporting: fc.constantFrom(undefined, true, false), mode,
}), { maxLength: 1 });
const accessLogs: fc.Arbitrary<AccessLogs[]> = fc.array(fc.record({
  providers: fc.constantFrom(undefined, [LOGS[0]], [LOGS[1]], LOGS, [TelemetryProvider.ENVOY]),
  disabled: fc.constantFrom(undefined, true, false),
  mode,
}), { maxLength: 3 });
const level = fc.record({ tracing, accessLogs });

it('a proxy knows the collectors that Istio has it send to, and no others', () => {
  let judged = 0;
  fc.assert(fc.property(
    fc.array(level, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(undefined, ...SPANS),
    fc.constantFrom(undefined, LOGS, [LOGS[1]], [TelemetryProvider.ENVOY]),
    (levels, defaultTracing, defaultLogs) => {
      const mesh = { _telemetry: new MeshTelemetry([...SPANS, ...LOGS], { tracing: defaultTracing, accessLogs: defaultLogs }, 'cluster.local') };
      const scopes = levels.reduce<TelemetryScope[]>((wider, said) => {
        const scope = new TelemetryScope({
          scope: undefined as never,
          name: 'x',
          wider: wider[wider.length - 1],
          injected: () => true,
          mesh: () => ({ ...mesh, platform: { clusterDomain: 'cluster.local' } }) as unknown as Mesh,
        });
        said.tracing.forEach(one => scope.traces.add(one));
        said.accessLogs.forEach(one => scope.logs.add(one));
        return [...wider, scope];
      }, []);
      // What is refused is never written.
      fc.pre(scopes.every(scope => scope.problems().every(problem => /it says nothing|names no 'provider'/.test(problem))));
      judged++;
      const written = scopes.map(scope => scope.spec);
      const sent = SIDES.flatMap(side => [
        ...spansTo(written, defaultTracing?.name, side), ...logsTo(written, (defaultLogs ?? []).map(({ name }) => name), side),
      ]).filter(name => name !== 'envoy');
      const known = scopes[scopes.length - 1].sidecarHosts;
      expect([...new Set(known)].sort()).toEqual([...new Set(sent)].map(name => `obs/${name}.obs.svc.cluster.local`).sort());
    },
  ), { numRuns: 500 });
  expect(judged).toBeGreaterThan(100);
});
