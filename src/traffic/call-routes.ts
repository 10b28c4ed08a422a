import { arrivalOf } from './arrivals';
import { EVERYTHING } from './conjunction';
import type { PlannedRoute } from './http-plan';
import { MESH, planHttp } from './http-plan';
import { httpMatch } from './http-route';
import type { MirrorDeclaration } from './mirroring';
import { mirrorTarget } from './mirroring';
import type { Target, TrafficModel } from './traffic-model';
import type { CalleeConfig, CalleePort } from '../calls/callee';
import type { CallerConfig } from '../calls/caller';
import type { CallRouter, DeclaredCall, RoutedCall } from '../calls/declared-call';
import type { HttpOperation } from '../calls/http-operation';

/** What a callee's traffic makes of calls to it. */
export class CallRoutes implements CallRouter {
  private readonly plans = new Map<string, readonly PlannedRoute[]>();

  public constructor(
    private readonly model: TrafficModel,
    /** As a gateway leads to it, which may choose a version itself. */
    private readonly atGateways: TrafficModel,
    private readonly mirrors: readonly MirrorDeclaration[],
    private readonly own: () => CalleeConfig,
  ) {}

  /** The call as it arrives, and copies of it; or what is wrong. */
  public route(call: DeclaredCall): RoutedCall | string {
    // Without a proxy, nobody follows routes.
    if (call.operation === undefined || !call.caller.meshed) {
      return { copies: [] };
    }
    const routes = this.routesFor(call);
    const arrives = arrivalOf(routes, call.operation);
    if (typeof arrives === 'string') {
      return arrives;
    }
    const subset = call.callee.subset;
    const ways = waysOf(routes, route => route.action.kind === 'forward'
        && (subset === undefined || route.action.shares === undefined
        || route.action.shares.some(share => share.subset === subset && share.weight > 0)));
    return {
      ...arrives ? { arrives } : {},
      ...ways ? { ways } : {},
      copies: this.copiesOf(call, arrives ?? call.operation, routes),
    };
  }

  /** The routes that requests of the caller may take. */
  private routesFor({ caller, port }: DeclaredCall): readonly PlannedRoute[] {
    if (caller.gateway !== undefined) {
      return this.plan(this.atGateways, port, caller.gateway);
    }
    const routes = this.plan(this.model, port, MESH);
    const comes = ({ match }: PlannedRoute): boolean => mayCome(caller, match.sourceNamespace, match.sourceLabels);
    return routes.every(comes) ? routes : routes.filter(comes);
  }

  private plan(model: TrafficModel, port: CalleePort, place: string): readonly PlannedRoute[] {
    const key = `${port.port} ${place}`;
    let routes = this.plans.get(key);
    if (routes === undefined) { this.plans.set(key, routes = planHttp(model, port, place).routes); }
    return routes;
  }

  /** Whoever may send a request may send its copy. */
  private copiesOf(call: DeclaredCall, arrives: HttpOperation, routes: readonly PlannedRoute[]): DeclaredCall[] {
    return this.mirrors.length === 0 ? [] : this.mirrors.flatMap(mirror => {
      const found = mirrorTarget(mirror, this.own());
      if (typeof found === 'string') {
        return [];
      }
      const { callee, port = call.port } = found;
      const to = { host: callee.host, ...callee.subset === undefined ? {} : { subset: callee.subset } };
      const ways = waysOf(routes, ({ action, effects }) => action.kind === 'forward' && effects.some(effect =>
        effect.slot === 'mirror' && effect.percentage > 0 && sameTarget(effect.target, to)));
      const copied = ways === undefined || ways.some(({ reaches }) => reaches);
      return !copied || isAdmitted(call, callee) ? [] : [{
        caller: call.caller,
        callee,
        port,
        operation: call.operation,
        ...call.conditions ? { conditions: call.conditions } : {},
        arrives: shadowed(arrives),
        ...ways ? { ways } : {},
        copyOf: { host: call.callee.host, port: call.port.port },
      }];
    });
  }
}

/** The routes, and which of them lead there; undefined where every request does. */
function waysOf(routes: readonly PlannedRoute[], leads: (route: PlannedRoute) => boolean): RoutedCall['ways'] {
  const reaches = (route: PlannedRoute): boolean => leads(route) && !route.effects.some(effect => effect.slot === 'abort' && effect.percentage >= 100);
  if (routes.length > 0 && routes[0].match === EVERYTHING && reaches(routes[0])) {
    return undefined;
  }
  const ways = routes.map(route => {
    const { sourceLabels: _labels, sourceNamespace: _namespace, ...match } = httpMatch(route.match);
    return { match, reaches: reaches(route) };
  });
  return ways.length > 0 && Object.keys(ways[0].match).length === 0 && ways[0].reaches ? undefined : ways;
}

/** Every pod of a workload carries its labels; of a whole namespace some pod may carry any. */
function mayCome({ namespace, podLabels }: CallerConfig, wanted: string | undefined, labels: ReadonlyMap<string, string>): boolean {
  return (wanted === undefined || wanted === namespace)
    && (podLabels === undefined || labels.size === 0 || [...labels].every(([label, value]) => podLabels[label] === value));
}

function sameTarget(one: Target, other: Target): boolean {
  return one.host === other.host && one.subset === other.subset;
}

/** Does what admits the call admit its copy too? */
function isAdmitted({ callee, port, operation }: DeclaredCall, mirror: CalleeConfig): boolean {
  return operation?.hosts === undefined && callee.namespace === mirror.namespace && callee.host === mirror.host
    && mirror.ports.some(one => one.targetPort === port.targetPort)
    && Object.entries(callee.podLabels).every(([label, value]) => mirror.podLabels[label] === value);
}

/** Proxies mark the host of a copy. */
function shadowed(operation: HttpOperation): HttpOperation {
  const mark = (host: string) => (host.endsWith('*') ? host : host.replace(/(:\d+)?$/, '-shadow$1'));
  return { ...operation, ...operation.hosts ? { hosts: operation.hosts.map(mark) } : {} };
}
