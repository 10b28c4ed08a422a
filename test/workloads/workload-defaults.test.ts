import { App, Size } from 'cdk8s';
import { Cpu, ImagePullPolicy } from 'cdk8s-plus-27';
import { Manifests, refusal } from '../_manifests';
import type { WorkloadDefaults } from 'cdk8s-istio';
import { CanaryService, HttpCall, LeastPrivilegeWorkload, Mesh, SecureNamespace, WorkloadController } from 'cdk8s-istio';

const RESOURCES = { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) } };

function shop(mesh: WorkloadDefaults, namespace: WorkloadDefaults = {}) {
  const app = new App();
  new Mesh(app, 'mesh', { workloadDefaults: mesh });
  return { app, shop: new SecureNamespace(app, 'shop', { workloadDefaults: namespace }) };
}

describe('Defaults for workloads', () => {
  it('of the mesh hold for all of them, of every kind', () => {
    const { app, shop: namespace } = shop({
      replicas: 2, resources: RESOURCES, imagePullPolicy: ImagePullPolicy.ALWAYS, podLabels: { team: 'shop' }, podAnnotations: { 'acme.example/cost': '7' },
    });
    new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', initContainers: [{ image: 'init:1' }] });
    new CanaryService(namespace, 'cart', { port: 80 }).addVersion('v1', { image: 'cart:1' });
    new LeastPrivilegeWorkload(namespace, 'logs', { image: 'logs:1', controller: WorkloadController.daemonSet() });
    const made = Manifests.of(app);
    const pods = [made.get('Deployment', 'web-v1'), made.get('Deployment', 'cart-v1'), made.get('DaemonSet', 'logs')];
    for (const { spec: { template: { metadata, spec } } } of pods) {
      expect(metadata.labels).toMatchObject({ team: 'shop' });
      expect(metadata.annotations).toMatchObject({ 'acme.example/cost': '7' });
      for (const container of [...spec.containers, ...spec.initContainers ?? []]) {
        expect(container.imagePullPolicy).toBe('Always');
        expect(container.resources).toEqual({ requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } });
      }
    }
    expect(pods.map(({ spec }) => spec.replicas)).toEqual([2, 2, undefined]);
    // Selectors are not what an org may change by default.
    expect(made.spec('Deployment', 'web-v1').selector).toEqual({ matchLabels: { app: 'web', version: 'v1' } });
  });

  it('of the namespace come before those of the mesh, and the own words of a workload before both, field by field', () => {
    const { app, shop: namespace } = shop(
      { replicas: 2, podLabels: { team: 'all', tier: 'bronze' }, hardening: { readOnlyRootFilesystem: false } },
      { replicas: 3, podLabels: { team: 'shop' }, hardening: { runAsUser: 1000 } },
    );
    new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' });
    new LeastPrivilegeWorkload(namespace, 'own', {
      replicas: 1, podLabels: { tier: 'gold' }, hardening: { readOnlyRootFilesystem: true }, containers: [{ image: 'own:1', resources: RESOURCES }],
    });
    const made = Manifests.of(app);
    expect([made.spec('Deployment', 'web-v1').replicas, made.spec('Deployment', 'own-v1').replicas]).toEqual([3, 1]);
    expect(made.pod('Deployment', 'web-v1').metadata.labels).toMatchObject({ team: 'shop', tier: 'bronze' });
    expect(made.pod('Deployment', 'own-v1').metadata.labels).toMatchObject({ team: 'shop', tier: 'gold' });
    expect(made.container('web-v1').securityContext.readOnlyRootFilesystem).toBe(false);
    expect(made.container('own-v1').securityContext.readOnlyRootFilesystem).toBe(true);
    expect(made.pod('Deployment', 'own-v1').spec.securityContext.runAsUser).toBe(1000);
    expect(made.container('own-v1').resources.limits.memory).toBe('256Mi');
    expect(made.container('web-v1').resources.limits.memory).toBe('512Mi');
  });

  it('change nothing where there are none', () => {
    const build = (mesh: boolean) => {
      const app = new App();
      mesh && new Mesh(app, 'mesh', { workloadDefaults: {} });
      new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'web', { image: 'web:1', port: 80 });
      return Manifests.of(app).yaml;
    };
    expect(build(true)).toBe(build(false));
  });

  it('of a mesh that is created too late are refused, and so is what is no number of pods', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop', { workloadDefaults: { replicas: -1 } });
    new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' });
    new Mesh(app, 'mesh', { workloadDefaults: { replicas: 0.5 } });
    expect(refusal(app).split('\n  ').slice(1)).toEqual([
      "[shop] 'workloadDefaults' ask for -1 replicas; use a whole number from 0.",
      "[shop/web] is declared before 'mesh', whose 'workloadDefaults' came too late for it; create the Mesh first.",
      "[mesh] 'workloadDefaults' ask for 0.5 replicas; use a whole number from 0.",
    ]);
  });

  it('cannot take what selectors and injection need: each workload says so', () => {
    const { app, shop: namespace } = shop({ podLabels: { 'app': 'other', 'sidecar.istio.io/inject': 'false' } });
    const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 80 });
    web.calls.to(web, HttpCall.get('/'));
    expect(refusal(app)).toContain("pod label 'app' is given as 'other', and selectors need 'web'");
    expect(refusal(app)).toContain('has no proxy');
  });
});
