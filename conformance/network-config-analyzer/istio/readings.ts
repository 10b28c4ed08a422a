import { ROOT_NAMESPACE, type IstioWorld, type SidecarSpec } from './world';

/**
 * Where NCA reads Istio's objects otherwise than Istio does. Each is written as a change to the input after which Istio's
 * reading gives what NCA says of the unchanged input, so a known difference only ever excuses exactly the answers that
 * follow from it. docs/network-config-analyzer.md tells them, with who is right.
 */
export interface IstioReading {
  readonly title: string;
  /** The world as NCA reads it; the very same object if this reading makes no difference to it. */
  readonly apply: (world: IstioWorld) => IstioWorld;
}

/**
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
const everyPortIsHttp: IstioReading = {
  title: 'every port is read as HTTP, also one that its Service declares as TCP',
  apply: (world) => world.pods.every(({ served }) => served.every(({ protocol }) => protocol === 'http')) ? world : {
    ...world, pods: world.pods.map((pod) => ({ ...pod, served: pod.served.map(({ target }) => ({ target, protocol: 'http' })) })),
  },
};

/**
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/traffic-routing/#unmatched-traffic
 */
const servicesHaveEveryPort: IstioReading = {
  title: 'who knows a Service reaches every port of its pods by it, also those that it does not map',
  apply: (world) => world.pods.every(({ ports, served }) => ports.length === served.length) ? world : {
    ...world,
    pods: world.pods.map((pod) => ({
      ...pod, served: pod.ports.map((target) => pod.served.find((one) => one.target === target) ?? { target, protocol: 'http' }),
    })),
  },
};

/**
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-root_namespace
 */
const anotherRootNamespace: IstioReading = {
  title: 'the root namespace is istio-config, not istio-system',
  apply: (world) => world.authorizationPolicies.every(({ namespace }) => namespace !== ROOT_NAMESPACE) ? world : {
    ...world, authorizationPolicies: world.authorizationPolicies.filter(({ namespace }) => namespace !== ROOT_NAMESPACE),
  },
};

/**
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
 */
const hostsByFirstPart: IstioReading = {
  title: 'of a host in a Sidecar only the first part counts, in the namespace before the slash',
  apply: (world) => mapSidecars(world, ({ egress, ...spec }, own) => egress === undefined ? { ...spec } : {
    ...spec,
    egress: egress.map((listener) => ({
      ...listener,
      hosts: listener.hosts.flatMap((entry) => {
        const [at, host] = entry.split('/');
        const namespace = at === '.' ? own : at;
        const [first, second] = host.split('.');
        if (second === undefined || namespace === '~' || second === namespace) return [entry];
        if (first === '*') return [`${namespace}/*`];
        const homes = namespace === '*' ? world.pods.filter(({ app }) => app === first).map((pod) => pod.namespace) : [namespace];
        return homes.length === 0 ? ['~/*'] : homes.map((home) => `${home}/${first}.${home}.svc.cluster.local`);
      }),
    })),
  }),
};

/**
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-port
 */
const listenersForEveryPort: IstioReading = {
  title: 'the port of a Sidecar\'s listener does not matter',
  apply: (world) => mapSidecars(world, ({ egress, ...spec }) => egress === undefined ? { ...spec } : {
    ...spec, egress: egress.map(({ hosts }) => ({ hosts })),
  }),
};

/**
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-egress
 */
const emptyEgressClosesAll: IstioReading = {
  title: 'egress: [] of a Sidecar lets nothing out, where Istio takes it for absent',
  apply: (world) => mapSidecars(world, ({ egress, ...spec }) => ({
    ...spec, ...egress === undefined ? {} : { egress: egress.length === 0 ? [{ hosts: ['~/*'] }] : egress },
  })),
};

const READINGS: readonly IstioReading[] = [
  everyPortIsHttp, servicesHaveEveryPort, anotherRootNamespace, hostsByFirstPart, listenersForEveryPort, emptyEgressClosesAll,
];

/** The world as NCA reads it, and by which readings; none if it reads it as Istio does. */
export function asNcaReadsIstio(world: IstioWorld): { world: IstioWorld; readings: readonly IstioReading[] } {
  const readings = READINGS.filter((reading) => reading.apply(world) !== world);
  return { world: readings.reduce((read, reading) => reading.apply(read), world), readings };
}

function mapSidecars(world: IstioWorld, change: (spec: SidecarSpec, namespace: string) => SidecarSpec): IstioWorld {
  const sidecars = world.sidecars.map((sidecar) => {
    const spec = change(sidecar.spec, sidecar.namespace);
    return JSON.stringify(spec.egress) === JSON.stringify(sidecar.spec.egress) ? sidecar : { ...sidecar, spec };
  });
  return sidecars.every((sidecar, i) => sidecar === world.sidecars[i]) ? world : { ...world, sidecars };
}
