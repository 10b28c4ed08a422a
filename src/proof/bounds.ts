import type { IConstruct } from 'constructs';
import type { BaselineOpening, DeclaredAuthorizer, DeclaredBounds } from '../analysis/proof';
import { AuthorizerIndex } from '../authorization/authorizer-index';
import { Mechanism } from '../mesh/mechanism';
import type { Mesh } from '../mesh/mesh';
import type { PlatformPeer } from '../mesh/platform-peer';
import type { TelemetryScope } from '../observability/telemetry-scope';

/** What is declared of pods, as far as it binds them. */
export interface BoundPods {
  readonly construct: IConstruct;
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
  const authorizers = pods.injected ? authorizersOf(pods.construct) : [];
  return {
    path: pods.construct.node.path,
    namespace: pods.namespace,
    ...pods.workload === undefined ? {} : { workload: pods.workload },
    authorizationPolicy: pods.injected && pods.enforce.includes(Mechanism.AUTHORIZATION_POLICY),
    networkPolicy: pods.enforce.includes(Mechanism.NETWORK_POLICY),
    sidecar: pods.injected && pods.enforce.includes(Mechanism.SIDECAR),
    extraSidecarHosts: [...pods.extraSidecarHosts, ...pods.telemetry.sidecarHosts, ...authorizers.map(({ sidecarHost }) => sidecarHost)],
    baseline: {
      ingress: platform.prometheus.map(peer => openingOf('Prometheus', peer)),
      egress: [
        ...platform.dns.map(peer => openingOf('DNS', peer)),
        openingOf('istiod', platform.istiod),
        ...platform._istioCsrPeers.map(peer => openingOf('istio-csr', peer)),
        ...platform.telemetry.map(peer => openingOf('telemetry', peer)),
        ...pods.telemetry.openCollectors.map(({ name, peer }) => openingOf(name, peer)),
        ...authorizers.map(({ opening }) => opening),
      ],
    },
    ...authorizers.length > 0 ? { authorizers } : {},
  };
}

/** Pods of which other apps tell by contract are theirs to prove. */
export function withOtherApps(labels: readonly { readonly [label: string]: string }[], bounds: DeclaredBounds): DeclaredBounds {
  return labels.length > 0 ? { ...bounds, otherApps: labels } : bounds;
}

/** The authorizers that the pods' proxies ask, as plain data. */
function authorizersOf(construct: IConstruct): DeclaredAuthorizer[] {
  return AuthorizerIndex.of(construct).guardsOf(construct).map(({ authorizer, construct: { node: { id } }, namespace, selector, clusterDomain }) => {
    const labels = selector();
    return {
      provider: authorizer.name,
      policy: { namespace, name: id, ...labels ? { selector: labels } : {} },
      sidecarHost: authorizer._collector.sidecarHost(clusterDomain()),
      opening: openingOf(`authorizer '${authorizer.name}'`, authorizer._collector.peer(clusterDomain())),
      assumption: authorizer._assumption,
    };
  });
}

/** Made anew: whoever made the peer may change its ports until the next synth. */
function openingOf(name: string, { namespace, podLabels, cidrs, ports }: PlatformPeer): BaselineOpening {
  return {
    name,
    ...namespace === undefined ? {} : { namespace },
    ...podLabels ? { podLabels } : {},
    ...cidrs ? { cidrs } : {},
    ports: ports.map(({ port, protocol = 'TCP' }) => ({ port, protocol })),
  };
}
