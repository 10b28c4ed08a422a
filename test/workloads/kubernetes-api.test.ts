import { App, JsonPatch } from 'cdk8s';
import { ApiResource, Role } from 'cdk8s-plus-27';
import { Manifests, refusal } from '../_manifests';
import {
  AccessCalleeKind, CanaryService, HttpCall, KubernetesApi, LeastPrivilegeWorkload, Mesh, MeshAccess, Platform, SecureNamespace, TcpCall,
} from 'cdk8s-istio';
import type { PlatformPeer } from 'cdk8s-istio';

const API_SERVER: PlatformPeer = { cidrs: ['192.0.2.10/32'], ports: [{ port: 6443 }] };

/** A watcher that calls the API server, and an idler that does not. */
function ops(apiServer: PlatformPeer | undefined = API_SERVER) {
  const app = new App();
  new Mesh(app, 'mesh', { platform: Platform.istioctl({ apiServer }) });
  const namespace = new SecureNamespace(app, 'ops');
  const api = new KubernetesApi(app, 'kubernetes');
  const watcher = new LeastPrivilegeWorkload(namespace, 'watcher', { image: 'watcher:1' });
  const idler = new LeastPrivilegeWorkload(namespace, 'idler', { image: 'idler:1' });
  return { app, namespace, api, watcher, idler };
}

function watching(apiServer?: PlatformPeer) {
  const made = ops(apiServer);
  made.watcher.calls.to(made.api, TcpCall.port());
  return made;
}

describe('A workload that calls the Kubernetes API', () => {
  const made = Manifests.of(watching().app);

  it('has the token of its service account, and nobody else has', () => {
    expect(made.pod('Deployment', 'watcher-v1').spec).toMatchObject({ automountServiceAccountToken: true, serviceAccountName: 'watcher' });
    expect(made.pod('Deployment', 'idler-v1').spec.automountServiceAccountToken).toBe(false);
    expect(made.get('ServiceAccount', 'watcher').automountServiceAccountToken).toBe(false);
  });

  it('has a proxy that knows the API server, and nobody else has', () => {
    expect(made.known('watcher')).toEqual(['default/kubernetes.default.svc.cluster.local']);
    expect(made.known('idler')).toEqual(['~/*']);
  });

  it('reaches the addresses and the port that the platform describes, and no others', () => {
    expect(made.openings('watcher').egress).toEqual(['192.0.2.10/32 TCP:6443']);
    expect(made.openings('idler').egress).toEqual([]);
    const rows = MeshAccess.fromApp(watching().app).table().rows.filter(({ callees: [callee] }) => callee.kind === AccessCalleeKind.ADDRESSES);
    expect(rows.map(({ clients, callees, ports }) => [clients[0].text, callees[0].text, ports])).toEqual([['ops/watcher-v1', 'addresses 192.0.2.10', '6443']]);
  });

  it('emits nothing for the API server itself', () => {
    expect(made.all.filter(({ metadata }) => metadata.namespace === 'default')).toEqual([]);
  });

  it('may do there what a Role says that is bound to its service account', () => {
    const { app, namespace, watcher } = watching();
    const role = new Role(namespace, 'reads-pods');
    role.allowRead(ApiResource.PODS);
    role.bind(watcher.serviceAccount!);
    const written = Manifests.of(app);
    expect(written.all.find(({ kind }) => kind === 'RoleBinding')).toMatchObject({ subjects: [{ kind: 'ServiceAccount', name: 'watcher', namespace: 'ops' }] });
  });

  it('may be a version of a canary, whose others get no token', () => {
    const { app, namespace, api } = ops();
    const canary = new CanaryService(namespace, 'operator', { port: 8080 });
    canary.addVersion('v1', { image: 'operator:1', weight: 100 });
    canary.addVersion('v2', { image: 'operator:2' }).calls.to(api, TcpCall.port());
    const written = Manifests.of(app);
    expect(['v1', 'v2'].map(version => written.pod('Deployment', `operator-${version}`).spec.automountServiceAccountToken)).toEqual([false, true]);
  });

  it('may be declared in any order', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'ops');
    const watcher = new LeastPrivilegeWorkload(namespace, 'watcher', { image: 'watcher:1' });
    watcher.calls.to(new KubernetesApi(app, 'kubernetes'), TcpCall.port());
    new LeastPrivilegeWorkload(namespace, 'idler', { image: 'idler:1' });
    new Mesh(app, 'mesh', { platform: Platform.istioctl({ apiServer: API_SERVER }) });
    const written = Manifests.of(app);
    expect(['watcher-v1', 'idler-v1'].map(name => written.pod('Deployment', name).spec.automountServiceAccountToken)).toEqual([true, false]);
  });
});

describe('What is proved of calls to the Kubernetes API:', () => {
  it.each<[string, (made: ReturnType<typeof watching>) => void, RegExp]>([
    ['more addresses', ({ watcher }) => watcher.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/egress/0/to/0/ipBlock/cidr', '192.0.2.0/24')),
      /safety: NetworkPolicy ops\/watcher opens ops\/watcher-v1 to addresses 192\.0\.2\.0\/24 on port 6443/],
    ['a closed network', ({ watcher }) => watcher.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/egress', [])), /liveness: .*no NetworkPolicy opens addresses 192\.0\.2\.10\/32 on port 6443/],
    ['a proxy that does not know it', ({ watcher }) => watcher.sidecar.addJsonPatch(JsonPatch.replace('/spec/egress/0/hosts', ['~/*'])),
      /liveness: .*its Sidecar does not import default\/kubernetes\.default\.svc\.cluster\.local/],
    ['a proxy that knows it without a call', ({ idler }) => idler.sidecar.addJsonPatch(JsonPatch.replace('/spec/egress/0/hosts', ['default/kubernetes.default.svc.cluster.local'])),
      /safety: Sidecar ops\/idler imports default\/kubernetes\.default\.svc\.cluster\.local for ops\/idler-v1, which was not declared/],
  ])('%s', (_, change, message) => {
    const made = watching();
    change(made);
    expect(refusal(made.app)).toMatch(message);
  });
});

describe('A call to the Kubernetes API is refused', () => {
  it('where the platform does not say where it answers', () => {
    const app = new App();
    const api = new KubernetesApi(app, 'kubernetes');
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'ops'), 'watcher', { image: 'watcher:1' }).calls.to(api, TcpCall.port());
    expect(refusal(app)).toContain(
      "[kubernetes] is called by 'ops/watcher', and the platform does not say where the API server answers; describe it as the Platform's 'apiServer', with its own addresses and port.");
  });

  it.each<[string, PlatformPeer, string]>([
    ['is described as pods, which are on their hosts\' network', { namespace: 'kube-system', podLabels: { component: 'kube-apiserver' }, ports: [{ port: 6443 }] },
      "the platform's 'apiServer' has no 'cidrs', and its pods are on their hosts' network, where a NetworkPolicy finds them by address alone"],
    ['has several ports', { cidrs: ['192.0.2.10/32'], ports: [{ port: 443 }, { port: 6443 }] }, "the platform's 'apiServer' has ports TCP 443, TCP 6443; give the one by which it takes TCP connections"],
    ['has a port of UDP', { cidrs: ['192.0.2.10/32'], ports: [{ port: 443, protocol: 'UDP' }] }, "the platform's 'apiServer' has ports UDP 443; give the one"],
  ])('where it %s', (_, apiServer, message) => {
    expect(refusal(watching(apiServer).app)).toContain(`[kubernetes] ${message}`);
  });

  it('where it says methods and paths, which no proxy sees in TLS', () => {
    const { app, api, watcher } = ops();
    watcher.calls.to(api, HttpCall.get('/api/v1/pods'));
    expect(refusal(app)).toContain("[ops/watcher] call to 'kubernetes': methods and paths on port 'https', which speaks https: a proxy sees no requests there");
  });

  it('from everything in a namespace, which would give every pod a token', () => {
    const { app, api, namespace } = ops();
    namespace.calls.to(api, TcpCall.port());
    expect(refusal(app)).toContain("[kubernetes] is called by everything in 'ops', and each pod would get a token; let workloads call it.");
  });
});
