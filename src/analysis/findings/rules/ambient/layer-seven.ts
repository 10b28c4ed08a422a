import { isHttpOnlyCondition, isHttpOnlyOperation, isHttpOnlySource } from '../../../decision/authorization-inputs';
import type { AuthorizationPolicy, Element } from '../../../model';
import { Cursor } from '../../cursor';
import { isAmbientNamespace } from '../../world/waypoints';
import type { World } from '../../world/world';

/** An object that says something of requests: a waypoint has to read it, since ztunnel sees connections. */
export interface RequestPolicy {
  readonly object: Element;
  /** What of it is about requests. */
  readonly what: string;
  /** Undefined where it is attached to nothing by reference. */
  readonly targets: readonly Cursor[];
}

/** Every object of ambient namespaces that is about requests. */
export function requestPolicies(world: World): readonly RequestPolicy[] {
  return world.once(collect);
}

function collect(world: World): readonly RequestPolicy[] {
  const of = (objects: readonly Element[], what: (object: Element) => string | undefined): RequestPolicy[] => objects.flatMap(object => {
    if (!isAmbientNamespace(world, object.namespace)) { return []; }
    const said = what(object);
    const spec = Cursor.of(object.object, 'spec');
    const single = spec.at('targetRef');
    return said === undefined ? [] : [{ object, what: said, targets: [...spec.at('targetRefs').items, ...single.exists ? [single] : []] }];
  });
  return [
    ...of(world.model.authorizationPolicies.all, policy => asksForRequests(policy as AuthorizationPolicy)),
    ...of(world.model.requestAuthentications.all, () => 'tokens'),
    ...of(world.objects('WasmPlugin', 'extensions.istio.io'), () => 'a plugin'),
    ...of(world.objects('Telemetry', 'telemetry.istio.io'), object => telemetryOf(Cursor.of(object.object, 'spec'))),
  ];
}

function asksForRequests({ rules }: AuthorizationPolicy): string | undefined {
  for (const { from = [], to = [], when } of rules) {
    const field = [
      ...from.flatMap(source => [...source.keys()].filter(isHttpOnlySource)),
      ...to.flatMap(operation => [...operation.keys()].filter(isHttpOnlyOperation)),
      ...when.map(({ key }) => key).filter(isHttpOnlyCondition),
    ][0];
    if (field !== undefined) { return field; }
  }
  return undefined;
}

function telemetryOf(spec: Cursor): string | undefined {
  if (spec.at('tracing').length > 0) { return 'tracing'; }
  if (spec.at('accessLogging').length > 0) { return 'access logs'; }
  return spec.at('metrics').items.some(metric => metric.at('overrides').length > 0) ? 'metrics of requests' : undefined;
}
