import type { ApiObject } from 'cdk8s';
import type { AccessLogs } from './access-logs';
import type { MetricsOverride } from './metrics';
import type { TelemetryTarget } from './telemetry-scope';
import { TelemetryScope } from './telemetry-scope';
import type { Tracing } from './tracing';
import { MeshObject } from '../private/mesh-object';
import { Synthesis } from '../private/synthesis';

/**
 * What proxies tell of the traffic: traces, access logs and metrics of a workload, a namespace or, with `MeshDefaults`, the mesh.
 * All of it adds to one Telemetry a scope; the narrower scope holds.
 *
 * Where spans or access logs are sent to a collector, the Sidecars of the proxies that send to it import its host, and
 * NetworkPolicy opens the way to it. Both are openings beside the declared calls.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 */
export class Telemetry {
  /** @internal */
  public static _of(target: TelemetryTarget): Telemetry {
    return new Telemetry(target);
  }

  /** The Telemetry; emitted only if there is anything to say. */
  public readonly apiObject: ApiObject;

  /** @internal */
  public readonly _scope: TelemetryScope;

  private constructor(target: TelemetryTarget) {
    const scope = new TelemetryScope(target);
    this._scope = scope;
    this.apiObject = new MeshObject(target.scope, 'Telemetry', {
      kind: 'Telemetry',
      name: target.name,
      spec: () => scope.spec,
      emitted: () => scope.isSaid && target.injected(),
    });
    Synthesis.of(target.scope).addCheck(target.scope, () => scope.problems());
  }

  /** How requests are traced. Several declarations complete each other. */
  public tracing(tracing: Tracing): void {
    this._scope.traces.add(tracing);
  }

  /** Which access logs are written. Each declaration is for providers and sides of its own. */
  public accessLogs(logs: AccessLogs): void {
    this._scope.logs.add(logs);
  }

  /** What differs in the metrics that are reported to Prometheus. */
  public metrics(override: MetricsOverride): void {
    this._scope.reports.add(override);
  }
}
