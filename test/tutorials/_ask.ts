import { App } from 'cdk8s';
import type { Manifest } from '../_manifests';
import { Manifests } from '../_manifests';
import { AccessCaller, MeshAccess, UpstreamBookinfo } from 'cdk8s-istio';
import type { AccessDecision, MeshAccessOptions, UpstreamBookinfoProps } from 'cdk8s-istio';

/** What a caller does, in one line: 'GET /details/0'. */
export type Asked = `${string} /${string}`;

/** Manifests of Bookinfo, and what becomes of requests in them. */
export class Mesh {
  public static upstream(props: UpstreamBookinfoProps = {}): Mesh {
    const app = new App();
    new UpstreamBookinfo(app, 'bookinfo', props);
    return Mesh.of(app);
  }

  public static of(app: App, options?: MeshAccessOptions): Mesh {
    return new Mesh(Manifests.of(app).all, options);
  }

  public readonly access: MeshAccess;

  public constructor(public readonly all: readonly Manifest[], options: MeshAccessOptions = {}) {
    this.access = MeshAccess.fromManifests([...all], options);
  }

  /** The same with each object changed, or left out where nothing comes back. */
  public changed(change: (manifest: Manifest) => Manifest | undefined, options?: MeshAccessOptions): Mesh {
    return new Mesh(this.all.map(manifest => change(structuredClone(manifest))).filter(manifest => manifest !== undefined), options);
  }

  /** The same without the policies of other kinds. */
  public withPoliciesOf(kind: 'AuthorizationPolicy' | 'NetworkPolicy' | 'Sidecar'): Mesh {
    const others = ['AuthorizationPolicy', 'NetworkPolicy', 'Sidecar'].filter(one => one !== kind);
    return this.changed(manifest => (others.includes(manifest.kind) ? undefined : manifest));
  }

  public decide(from: string | AccessCaller, to: string, asked: Asked, more: object = {}): AccessDecision {
    const namespace = this.all.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === to)!.metadata.namespace!;
    const [method, path] = asked.split(' ');
    return this.access.decide({
      from: typeof from === 'string' ? AccessCaller.workload(namespace, from) : from, to: { namespace, workload: to }, port: 9080, method, path, ...more,
    });
  }

  /** What the caller sees: '200', a status of a proxy, 'reset'. */
  public status(from: string | AccessCaller, to: string, asked: Asked, more: object = {}): string {
    const { verdict, sees, reason } = this.decide(from, to, asked, more);
    return verdict === 'UNKNOWN' ? `unknown: ${reason}` : verdict === 'ALLOW' ? '200' : sees ?? `denied: ${reason}`;
  }
}
