import type { Construct } from 'constructs';
import { authorizationPolicy, denyAll } from './authorization-policy';
import { dryRunAnnotations } from './dry-run';
import { identityNaming } from './identity-naming';
import { MtlsMode } from './mtls-mode';
import { networkPolicy } from './network-policy';
import type { PortMode } from './peer-authentication';
import { peerAuthentication } from './peer-authentication';
import { sidecar } from './sidecar';
import { AuthorizerIndex } from '../authorization/authorizer-index';
import type { DeclaredCall } from '../calls/declared-call';
import { Mechanism } from '../mesh/mechanism';
import type { Mesh } from '../mesh/mesh';
import type { PlatformPeer } from '../mesh/platform-peer';
import { RolloutStage } from '../namespaces/rollout-stage';
import type { TelemetryScope } from '../observability/telemetry-scope';
import { MeshObject } from '../private/mesh-object';

type Labels = { readonly [label: string]: string };

/** Pods for which policies are emitted, and where to learn what is decided about them. */
export interface PolicyTarget {
  /** The construct below which the objects stand. */
  readonly scope: Construct;
  /** The name of the objects. */
  readonly name: string;
  /** Labels that select the pods. */
  readonly selector: Labels;
  readonly mesh: () => Mesh;
  readonly enforces: (mechanism: Mechanism) => boolean;
  /** Does the namespace's own policy already open the platform's baseline? */
  readonly baselineIsOpen: () => boolean;
  /** Does the namespace's own PeerAuthentication already say what the proxies accept? */
  readonly mtlsIsSaid: () => boolean;
  /** Have the pods a proxy? */
  readonly injected: () => boolean;
  /** What their proxies tell, and so whom they must reach. */
  readonly telemetry: TelemetryScope;
  /** How much of it is enforced yet. */
  readonly stage: () => RolloutStage;
}

/** Calls are asked for when an object is rendered. */
type CallsAt = () => readonly DeclaredCall[];

/**
 * The one seam through which policies are emitted. A data plane mode other than the sidecar's would be another set of
 * these four functions.
 */
export const SIDECAR_MODE = {
  /** The callee admits its callers. */
  admit(target: PolicyTarget, incoming: CallsAt, emitted: () => boolean = () => true): MeshObject<'AuthorizationPolicy'> {
    return new MeshObject(target.scope, 'AuthorizationPolicy', {
      kind: 'AuthorizationPolicy',
      name: target.name,
      spec: () => authorizationPolicy(target.selector, incoming(), identityNaming(target.mesh())),
      annotations: () => dryRunAnnotations(target.stage() !== RolloutStage.ENFORCE),
      emitted: () => target.injected() && target.enforces(Mechanism.AUTHORIZATION_POLICY) && emitted(),
    });
  },

  /** The caller's proxy knows its callees. */
  confine(target: PolicyTarget, outgoing: CallsAt, extraHosts: () => readonly string[]): MeshObject<'Sidecar'> {
    return new MeshObject(target.scope, 'Sidecar', {
      kind: 'Sidecar',
      name: target.name,
      spec: () => sidecar({ selector: target.selector, calls: outgoing(), extraHosts: [...extraHosts(), ...proxyHosts(target)] }),
      emitted: () => target.injected() && enforces(target, Mechanism.SIDECAR),
    });
  },

  /** The network opens what was declared; a direction without calls to ask for is left to another policy. */
  isolate(target: PolicyTarget, incoming: (() => readonly DeclaredCall[] | undefined) | undefined, outgoing: CallsAt | undefined): MeshObject<'NetworkPolicy'> {
    return new MeshObject(target.scope, 'NetworkPolicy', {
      kind: 'NetworkPolicy',
      name: target.name,
      spec: () => networkPolicy({
        selector: target.selector,
        incoming: incoming?.(),
        outgoing: outgoing?.(),
        baseline: !target.baselineIsOpen() ? { platform: target.mesh().platform, injected: target.injected() } : undefined,
        proxyPeers: proxyPeers(target, target.baselineIsOpen()),
      }),
      emitted: () => enforces(target, Mechanism.NETWORK_POLICY),
    });
  },

  /** Callers must have an identity; the namespace says so, unless somebody else owns it or the pods differ. */
  authenticate(target: PolicyTarget, mode: () => MtlsMode, ports: readonly PortMode[]): MeshObject<'PeerAuthentication'> {
    return new MeshObject(target.scope, 'PeerAuthentication', {
      kind: 'PeerAuthentication',
      name: target.name,
      spec: () => peerAuthentication(mode(), target.selector, ports),
      emitted: () => target.injected() && (ports.length > 0 || (!target.mtlsIsSaid() && mode() !== MtlsMode.UNSET)),
    });
  },
};

/** Mechanisms that cannot be tried come with the last stage. */
function enforces(target: Pick<PolicyTarget, 'enforces' | 'stage'>, mechanism: Mechanism): boolean {
  return target.enforces(mechanism) && target.stage() === RolloutStage.ENFORCE;
}

type ProxyTarget = Pick<PolicyTarget, 'scope' | 'telemetry' | 'injected'>;

/** Hosts that the pods' proxies themselves reach. */
function proxyHosts({ scope, telemetry, injected }: ProxyTarget): string[] {
  return [...telemetry.sidecarHosts, ...injected() ? AuthorizerIndex.of(scope).sidecarHostsOf(scope) : []];
}

/** Whom the pods' proxies themselves reach, all of it or what the namespace does not open already. */
function proxyPeers({ scope, telemetry, injected }: ProxyTarget, beyondNamespace: boolean): PlatformPeer[] {
  const authorizers = injected() ? AuthorizerIndex.of(scope).peersOf(scope, beyondNamespace) : [];
  return [...telemetry.collectors(beyondNamespace), ...authorizers.map(({ peer }) => peer)];
}

/** What a namespace's own policies need to know. */
export interface NamespacePolicyTarget extends Omit<PolicyTarget, 'name' | 'selector' | 'baselineIsOpen' | 'mtlsIsSaid'> {
  /** Are namespace-wide objects emitted at all? */
  readonly owned: () => boolean;
}

/** The namespace-wide policies: the floor under every pod of the namespace, whoever declared it. */
export const SIDECAR_MODE_NAMESPACE = {
  admitNobody(target: NamespacePolicyTarget): MeshObject<'AuthorizationPolicy'> {
    return new MeshObject(target.scope, 'AuthorizationPolicy', {
      kind: 'AuthorizationPolicy',
      name: 'deny-all',
      spec: denyAll,
      annotations: () => dryRunAnnotations(target.stage() !== RolloutStage.ENFORCE),
      emitted: () => target.owned() && target.injected() && target.enforces(Mechanism.AUTHORIZATION_POLICY)
        && target.stage() !== RolloutStage.OBSERVE,
    });
  },

  confine(target: NamespacePolicyTarget, outgoing: CallsAt, extraHosts: () => readonly string[]): MeshObject<'Sidecar'> {
    return new MeshObject(target.scope, 'Sidecar', {
      kind: 'Sidecar',
      name: 'default',
      spec: () => sidecar({ calls: outgoing(), extraHosts: [...extraHosts(), ...proxyHosts(target)] }),
      emitted: () => target.owned() && target.injected() && enforces(target, Mechanism.SIDECAR),
    });
  },

  isolate(target: NamespacePolicyTarget, outgoing: CallsAt): MeshObject<'NetworkPolicy'> {
    return new MeshObject(target.scope, 'NetworkPolicy', {
      kind: 'NetworkPolicy',
      name: 'default-deny',
      spec: () => networkPolicy({
        selector: {},
        incoming: [],
        outgoing: outgoing(),
        baseline: { platform: target.mesh().platform, injected: target.injected() },
        proxyPeers: proxyPeers(target, false),
      }),
      emitted: () => target.owned() && enforces(target, Mechanism.NETWORK_POLICY),
    });
  },

  authenticate(target: NamespacePolicyTarget, mode: () => MtlsMode): MeshObject<'PeerAuthentication'> {
    return new MeshObject(target.scope, 'PeerAuthentication', {
      kind: 'PeerAuthentication',
      name: 'default',
      spec: () => peerAuthentication(mode()),
      emitted: () => target.owned() && target.injected() && mode() !== MtlsMode.UNSET,
    });
  },
};
