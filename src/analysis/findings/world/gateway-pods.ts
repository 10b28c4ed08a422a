import { Pods } from './pods';
import type { World } from './world';
import { asWorkload } from '../../decision/gateway-routing';
import { dig, stringOr } from '../../json';
import type { Gateway, Workload } from '../../model';
import { byAge, nameOf, selects } from '../../model';

/** Label by which Istio marks the pods that it makes for a Gateway of the Gateway API. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** Classes whose Gateways Istio runs pods for. */
const MANAGED_CLASSES = new Set(['istio', 'istio-east-west']);

/** Which pods Gateways are for. */
export class GatewayPods {
  public static of(world: World): GatewayPods {
    return world.once(makeGatewayPods);
  }

  /** Gateways that no manifest shows the pods of: the platform's, and those that Istio makes for the Gateway API. */
  public readonly unseen: readonly Workload[];
  private readonly byGateway = new Map<string, readonly Workload[]>();

  public constructor(world: World) {
    const { model } = world;
    this.unseen = [...model.ingressGateways.map(asWorkload), ...managedPods(world)];
    const pods = Pods.of(world);
    for (const gateway of model.gateways.all) {
      // An empty selector means every gateway; other pods are none.
      const shown = gateway.selector.size === 0 ? [] : pods.selectedBy(gateway.selector);
      const found = shown.length > 0 ? shown : this.unseen.filter(pod => selects(gateway.selector, pod.labels));
      this.byGateway.set(nameOf(gateway), found);
    }
  }

  /** The pods that a Gateway's selector finds: those of the manifests, else those that no manifest shows. */
  public podsOf(gateway: Pick<Gateway, 'namespace' | 'name'>): readonly Workload[] {
    return this.byGateway.get(nameOf(gateway)) ?? [];
  }
}

function managedPods(world: World): readonly Workload[] {
  return [...world.objects('Gateway', 'gateway.networking.k8s.io')].sort(byAge).flatMap(({ object, namespace, name }) => {
    const className = stringOr(dig(object, 'spec', 'gatewayClassName'), '');
    if (!MANAGED_CLASSES.has(className)) { return []; }
    return [asWorkload({ namespace, labels: new Map([[GATEWAY_NAME, name]]), serviceAccount: `${name}-${className}` })];
  });
}

function makeGatewayPods(world: World): GatewayPods {
  return new GatewayPods(world);
}
