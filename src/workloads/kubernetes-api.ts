import { Construct } from 'constructs';
import { DeclaredPodsRegistry } from './declared-pods';
import { AppProtocol } from '../calls/app-protocol';
import { CallGraph } from '../calls/call-graph';
import type { CalleeConfig, ICallee } from '../calls/callee';
import type { DeclaredCall } from '../calls/declared-call';
import { Mesh } from '../mesh/mesh';
import { serviceHost, sortedUnique } from '../private/naming';
import { perApp } from '../private/per-app';
import { withPodTemplate } from '../private/pod-template';
import { Rendering } from '../private/rendering';
import { Synthesis } from '../private/synthesis';
import { AppProof } from '../proof/app-proof';

/**
 * The Kubernetes API as a callee: `watcher.calls.to(new KubernetesApi(app, 'kubernetes'), TcpCall.port())`.
 *
 * A workload that calls it gets its service account's token mounted; its proxy knows `kubernetes.default`; its NetworkPolicy opens the
 * addresses and the port of the platform's `apiServer`. What it may do there is RBAC's matter: bind a cdk8s-plus Role or ClusterRole
 * to its `serviceAccount`.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
 */
export class KubernetesApi extends Construct implements ICallee {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    TokenMounts.of(this).add(this.node.path);
    Synthesis.of(this).addCheck(this, () => this.problems());
    AppProof.of(this).assume(mesh => {
      const { cidrs = [], ports } = mesh.platform.apiServer ?? { ports: [] };
      return this.incoming.length === 0 || mesh !== Mesh.of(this) ? []
        : [`the Kubernetes API server answers at ${sortedUnique(cidrs).join(', ')} on port ${ports.map(({ port }) => port).join(', ')}, and RBAC decides what callers may do there`];
    });
  }

  /** @see ICallee.toCalleeConfigs() */
  public toCalleeConfigs(): CalleeConfig[] {
    const { platform: { apiServer, clusterDomain } } = Mesh.of(this);
    return [{
      name: this.node.path,
      namespace: 'default',
      host: serviceHost('kubernetes', 'default', clusterDomain),
      ports: [{ name: 'https', port: 443, targetPort: apiServer?.ports[0]?.port ?? 443, protocol: AppProtocol.HTTPS }],
      podLabels: {},
      addresses: (apiServer?.cidrs ?? []).map(cidr => ({ cidr })),
      trustDomains: [],
      authorizes: false,
    }];
  }

  private get incoming(): readonly DeclaredCall[] {
    return CallGraph.of(this).incoming(this.node.path);
  }

  private problems(): string[] {
    const { incoming } = this;
    const { apiServer } = Mesh.of(this).platform;
    if (incoming.length === 0) {
      return [];
    }
    const callers = sortedUnique(incoming.map(({ caller }) => `'${caller.name}'`)).join(', ');
    if (!apiServer) {
      return [`is called by ${callers}, and the platform does not say where the API server answers; describe it as the Platform's 'apiServer', with its own addresses and port.`];
    }
    const { cidrs = [], ports } = apiServer;
    return [
      ...cidrs.length === 0 ? ["the platform's 'apiServer' has no 'cidrs', and its pods are on their hosts' network, where a NetworkPolicy finds them by address alone; give the addresses."] : [],
      ...ports.length !== 1 || (ports[0].protocol ?? 'TCP') !== 'TCP' ? [`the platform's 'apiServer' has ports ${ports.map(({ protocol = 'TCP', port }) => `${protocol} ${port}`).join(', ')}; give the one by which it takes TCP connections, such as 6443.`] : [],
      ...sortedUnique(incoming.filter(({ caller }) => caller.podLabels === undefined).map(({ caller }) => caller.name)).map(name =>
        `is called by everything in '${name}', and each pod would get a token; let workloads call it.`),
    ];
  }
}

/** Mounts tokens for those who call the API, and for nobody else. */
class TokenMounts {
  public static of(scope: Construct): TokenMounts {
    return perApp(scope, 'TokenMounts', root => new TokenMounts(root as Construct));
  }

  private readonly apis: string[] = [];
  private readonly watched = new WeakSet<object>();

  private constructor(private readonly root: Construct) {
    Synthesis.of(root).onPrepare(() => this.watch());
  }

  public add(api: string): void {
    this.apis.push(api);
  }

  /** Whether they call is asked when they are written: calls may be declared until then. */
  private watch(): void {
    for (const { construct, object } of DeclaredPodsRegistry.of(this.root).all) {
      if (!this.watched.has(object)) {
        this.watched.add(object);
        Rendering.of(object).transform(manifest => (!this.calls(construct.node.path) ? manifest : withPodTemplate(manifest, template =>
          ({ ...template, spec: { ...template.spec, automountServiceAccountToken: true } }))));
      }
    }
  }

  private calls(caller: string): boolean {
    return CallGraph.of(this.root).outgoing(caller).some(({ callee }) => this.apis.includes(callee.name));
  }
}
