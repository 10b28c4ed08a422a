import type { BaselineOpening, DeclaredBounds } from '../analysis/proof';
import { Mechanism } from '../mesh/mechanism';
import type { Mesh } from '../mesh/mesh';
import type { PlatformPeer } from '../mesh/platform';
import type { TelemetryScope } from '../observability/telemetry-scope';

/** What is declared of pods, as far as it binds them. */
export interface BoundPods {
  readonly path: string;
  readonly namespace: string;
  /** Undefined for the other pods of a namespace. */
  readonly workload?: string;
  readonly injected: boolean;
  readonly enforce: readonly Mechanism[];
  readonly extraSidecarHosts: readonly string[];
  /** What their proxies tell, and so whom they may reach. */
  readonly telemetry: TelemetryScope;
}

/** How far declarations bind pods: a mechanism that is left out on purpose bounds nothing. */
export function boundsOf({ platform }: Mesh, pods: BoundPods): DeclaredBounds {
  return {
    path: pods.path,
    namespace: pods.namespace,
    ...pods.workload === undefined ? {} : { workload: pods.workload },
    authorizationPolicy: pods.injected && pods.enforce.includes(Mechanism.AUTHORIZATION_POLICY),
    networkPolicy: pods.enforce.includes(Mechanism.NETWORK_POLICY),
    sidecar: pods.injected && pods.enforce.includes(Mechanism.SIDECAR),
    extraSidecarHosts: [...pods.extraSidecarHosts, ...pods.telemetry.sidecarHosts],
    baseline: {
      ingress: platform.prometheus.map(peer => openingOf('Prometheus', peer)),
      egress: [
        ...platform.dns.map(peer => openingOf('DNS', peer)),
        openingOf('istiod', platform.istiod),
        ...platform.telemetry.map(peer => openingOf('telemetry', peer)),
        ...pods.telemetry.openCollectors.map(({ name, peer }) => openingOf(name, peer)),
      ],
    },
  };
}

function openingOf(name: string, { namespace, podLabels, cidrs, ports }: PlatformPeer): BaselineOpening {
  return {
    name,
    ...namespace === undefined ? {} : { namespace },
    ...podLabels ? { podLabels } : {},
    ...cidrs ? { cidrs } : {},
    ports: ports.map(({ port, protocol = 'TCP' }) => ({ port, protocol })),
  };
}
