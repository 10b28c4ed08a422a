import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, ApiObject, Chart, Include, JsonPatch } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-27';
import { Manifests } from '../_manifests';
import { ArgoSyncWaves, CanaryService, HttpCall, IngressGateway, LeastPrivilegeWorkload, MeshDefaults, SecureNamespace } from 'cdk8s-istio';

const WAVE = 'argocd.argoproj.io/sync-wave';

function shop() {
  const app = new App();
  new MeshDefaults(app, 'mesh-defaults');
  const namespace = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
  const reviews = new CanaryService(namespace, 'reviews', { port: 9080 });
  reviews.addVersion('v1', { image: 'r:1', weight: 90 });
  reviews.addVersion('v2', { image: 'r:2', weight: 10 });
  web.calls.to(reviews, HttpCall.get('/reviews/*'));
  new IngressGateway(namespace, 'edge', { hosts: ['shop.example.com'] }).expose(web, HttpCall.get('/'));
  return { app, namespace, web };
}

/** The wave of each kind. */
function waves(made: Manifests): { [kind: string]: string[] } {
  const kinds = [...new Set(made.all.map(({ kind }) => kind))].sort();
  return Object.fromEntries(kinds.map(kind =>
    [kind, [...new Set(made.all.filter(one => one.kind === kind).map(({ metadata }) => metadata.annotations?.[WAVE] ?? 'none'))]]));
}

describe('Sync waves', () => {
  it('are not there unless asked for', () => {
    expect(Manifests.of(shop().app).yaml).not.toContain(WAVE);
  });

  it('put what is needed before what needs it: subsets before routes that name them, namespaces first', () => {
    const { app } = shop();
    ArgoSyncWaves.addTo(app);
    expect(waves(Manifests.of(app))).toEqual({
      AuthorizationPolicy: ['-2'],
      Deployment: ['0'],
      DestinationRule: ['-1'],
      Gateway: ['-1'],
      Namespace: ['-4'],
      NetworkPolicy: ['-2'],
      PeerAuthentication: ['-2'],
      Service: ['-2'],
      ServiceAccount: ['-3'],
      Sidecar: ['-2'],
      Telemetry: ['-1'],
      VirtualService: ['1'],
    });
  });

  it('are the only thing that changes', () => {
    const { app } = shop();
    ArgoSyncWaves.addTo(app);
    ArgoSyncWaves.addTo(app);
    const without = (made: Manifests) => made.all.map(({ metadata: { annotations = {}, ...metadata }, ...rest }) => {
      const { [WAVE]: _wave, ...others } = annotations;
      return { ...rest, metadata, others };
    });
    expect(without(Manifests.of(app))).toEqual(without(Manifests.of(shop().app)));
    expect(Manifests.of(app).yaml).toBe(Manifests.of(app).yaml);
  });

  it('are for one namespace, if that is said', () => {
    const { app, namespace } = shop();
    const bank = new SecureNamespace(app, 'bank');
    ArgoSyncWaves.addTo(bank);
    const made = Manifests.of(app);
    expect(made.get('Namespace', 'bank').metadata.annotations?.[WAVE]).toBe('-4');
    expect(made.get('Namespace', 'shop').metadata.annotations?.[WAVE]).toBeUndefined();
    expect(namespace).toBeDefined();
  });

  it('keep what an object says itself, and patches', () => {
    const { app, namespace, web } = shop();
    ArgoSyncWaves.addTo(app);
    new ConfigMap(namespace, 'late', { metadata: { name: 'late', annotations: { [WAVE]: '7' } } });
    web.networkPolicy.addJsonPatch(JsonPatch.replace('/metadata/annotations/argocd.argoproj.io~1sync-wave', '-9'));
    const made = Manifests.of(app);
    expect(made.get('ConfigMap', 'late').metadata.annotations).toEqual({ [WAVE]: '7' });
    expect(made.get('NetworkPolicy', 'web').metadata.annotations).toEqual({ [WAVE]: '-9' });
  });

  it('are on included YAML and other charts too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'waves-'));
    writeFileSync(join(folder, 'job.yaml'), 'apiVersion: example.com/v1\nkind: Backup\nmetadata: { name: nightly }\n');
    const { app } = shop();
    new Include(new Chart(app, 'other', { namespace: 'other' }), 'job', { url: join(folder, 'job.yaml') });
    ArgoSyncWaves.addTo(app);
    expect(Manifests.of(app).get('Backup', 'nightly').metadata.annotations).toEqual({ [WAVE]: '0' });
    rmSync(folder, { recursive: true });
  });

  it('are on objects that come later', () => {
    const { app, namespace } = shop();
    ArgoSyncWaves.addTo(namespace);
    new ApiObject(namespace, 'x', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } });
    expect(Manifests.of(app).get('Secret', 'x').metadata.annotations?.[WAVE]).toBe('-3');
  });
});
