import { ApiObject, App, Chart } from 'cdk8s';
import { ConfigMap, Deployment, Env, EnvValue, HorizontalPodAutoscaler, Metric, MetricTarget, Secret, Topology, Volume, k8s } from 'cdk8s-plus-27';
import { Manifests, refusal } from '../_manifests';
import { CanaryService, LeastPrivilegeWorkload, SecureNamespace, WorkloadController } from 'cdk8s-istio';

const cpu = [Metric.resourceCpu(MetricTarget.averageUtilization(70))];

describe('An autoscaler', () => {
  const app = new App();
  const shop = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 80 });
  const db = new LeastPrivilegeWorkload(shop, 'db', { image: 'db:1', port: 80, controller: WorkloadController.statefulSet() });
  const reviews = new CanaryService(shop, 'reviews', { port: 80 });
  const v1 = reviews.addVersion('v1', { image: 'reviews:1' });
  const existing = new Deployment(shop, 'existing', { containers: [{ image: 'x:1' }] });
  new LeastPrivilegeWorkload(shop, 'x', { workload: existing });
  for (const [name, target] of Object.entries({ web: web.deployment, db: db.statefulSet, v1: v1.deployment, existing })) {
    new HorizontalPodAutoscaler(shop, `${name}-scaler`, { target, maxReplicas: 5, metrics: cpu });
  }
  const made = Manifests.of(app);

  it('alone says how many pods there are', () => {
    expect(made.spec('HorizontalPodAutoscaler', 'db-scaler')).toMatchObject({ maxReplicas: 5, scaleTargetRef: { kind: 'StatefulSet', name: 'db' } });
    expect(made.spec('HorizontalPodAutoscaler', 'web-scaler').scaleTargetRef).toMatchObject({ kind: 'Deployment', name: 'web-v1' });
    for (const [kind, name] of [['Deployment', 'web-v1'], ['StatefulSet', 'db'], ['Deployment', 'reviews-v1'], ['Deployment', 'existing']]) {
      expect(made.spec(kind, name)).not.toHaveProperty('replicas');
    }
  });
});

describe('The number of pods', () => {
  it('is refused where a workload and its autoscaler say it', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', replicas: 3 });
    new HorizontalPodAutoscaler(shop, 'scaler', { target: web.deployment, maxReplicas: 5, metrics: cpu });
    expect(refusal(app)).toContain('cannot have a fixed number of replicas (3)');
  });

  it('is one without an autoscaler, or as many as are said, none included', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    new LeastPrivilegeWorkload(shop, 'one', { image: 'a:1' });
    new LeastPrivilegeWorkload(shop, 'none', { image: 'a:1', replicas: 0 });
    new LeastPrivilegeWorkload(shop, 'three', { image: 'a:1', port: 80, replicas: 3, controller: WorkloadController.statefulSet() });
    const made = Manifests.of(app);
    expect([made.spec('Deployment', 'one-v1').replicas, made.spec('Deployment', 'none-v1').replicas, made.spec('StatefulSet', 'three').replicas]).toEqual([1, 0, 3]);
  });
});

describe('What else users of cdk8s-plus do', () => {
  it('works on the workload: settings, secrets, volumes, scheduling, disruption budgets', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const settings = new ConfigMap(shop, 'settings', { data: { colour: 'green' } });
    const secret = new Secret(shop, 'secret', { stringData: { password: 'x' } });
    const web = new LeastPrivilegeWorkload(shop, 'web', {
      image: 'web:1',
      port: 80,
      env: { MODE: 'fast' },
      envVariables: { PASSWORD: EnvValue.fromSecretValue({ secret, key: 'password' }) },
      envFrom: [Env.fromConfigMap(settings, 'SETTING_')],
      volumeMounts: [{ path: '/etc/web', volume: Volume.fromConfigMap(shop, 'settings-volume', settings) }, { path: '/tmp', volume: Volume.fromEmptyDir(shop, 'scratch', 'scratch') }],
    });
    web.podController.scheduling.spread({ topology: Topology.HOSTNAME });
    new k8s.KubePodDisruptionBudget(shop, 'budget', { spec: { minAvailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: web.podLabels } } });
    const made = Manifests.of(app);
    const { containers: [container], volumes, affinity } = made.pod('Deployment', 'web-v1').spec;
    expect(container.env).toEqual(expect.arrayContaining([
      { name: 'MODE', value: 'fast' }, { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'secret', key: 'password' } } },
    ]));
    expect(container.envFrom).toEqual([{ configMapRef: { name: 'settings' }, prefix: 'SETTING_' }]);
    expect(container.volumeMounts.map((mount: any) => mount.mountPath).sort()).toEqual(['/etc/web', '/tmp']);
    expect(volumes).toHaveLength(2);
    expect(affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toHaveLength(1);
    expect(made.spec('PodDisruptionBudget', 'budget').selector.matchLabels).toEqual({ app: 'web' });
  });

  it('adds containers, which are hardened like the others', () => {
    const app = new App();
    const web = new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'web', { image: 'web:1' });
    web.deployment.addContainer({ name: 'logger', image: 'logger:1', securityContext: { user: 1000 } });
    web.deployment.addInitContainer({ name: 'first', image: 'first:1' });
    const { containers, initContainers } = Manifests.of(app).pod('Deployment', 'web-v1').spec;
    for (const container of [containers[1], initContainers[0]]) {
      expect(container.securityContext).toMatchObject({ capabilities: { drop: ['ALL'] }, runAsNonRoot: true });
    }
    expect(Manifests.of(app).pod('Deployment', 'web-v1').metadata.annotations).toEqual({ 'sidecar.istio.io/nativeSidecar': 'true' });
  });

  it.each([
    ['with containers', { containers: [{ image: 'a:1' }], envFrom: [] }, "is given 'envFrom' beside 'containers'"],
    ['with an existing workload', { workload: true, volumeMounts: [], replicas: 0 }, "is given an existing 'workload' and 'volumeMounts', 'replicas', which its manifest says itself"],
    ['with an existing workload and a controller', { workload: true, controller: WorkloadController.job() }, "is given an existing 'workload' and 'controller'"],
    ['twice', { image: 'a:1', env: { A: '1' }, envVariables: { A: EnvValue.fromValue('2') } }, "environment variable 'A' is given in 'env' and in 'envVariables'"],
  ])('is refused %s', (_, { workload, ...props }: any, message) => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    new LeastPrivilegeWorkload(shop, 'a', { ...props, ...workload ? { workload: new Deployment(shop, 'd', { containers: [{ image: 'x:1' }] }) } : {} });
    expect(refusal(app)).toContain(message);
  });
});

describe('An object that makes pods is refused as Kubernetes would refuse it', () => {
  const refused = (kind: string, spec: object, more: (shop: SecureNamespace) => void = () => {}, props: object = {}) => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop', props);
    const workload = new ApiObject(shop, 'object', { apiVersion: 'apps/v1', kind, metadata: { name: 'object' }, spec } as any);
    new LeastPrivilegeWorkload(shop, 'a', { workload });
    more(shop);
    return refusal(app);
  };
  const pods = (labels?: object) => ({ template: { metadata: labels ? { labels } : {}, spec: { containers: [{ name: 'c', image: 'a:1' }] } } });
  const chosen = { selector: { matchLabels: { tier: 'back' } } };

  it.each<[string, () => string, string]>([
    ['without a selector', () => refused('Deployment', pods()), "[shop/a] Deployment 'object' has no selector, which Kubernetes refuses"],
    ['that selects labels of no pod of its own', () => refused('DaemonSet', { ...pods(), ...chosen }), "DaemonSet 'object' selects 'tier: back', which its own pods do not carry"],
    ['that selects another value', () => refused('Deployment', { ...pods({ tier: 'front' }), ...chosen }), "selects 'tier: back'"],
    ['that selects by an expression', () => refused('Deployment', { ...pods({ tier: 'x' }), selector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['a', 'b'] }] } }), "selects 'tier In a b'"],
    ['that is a StatefulSet without serviceName', () => refused('StatefulSet', { ...pods({ tier: 'back' }), ...chosen }), "StatefulSet 'object' names no Service ('serviceName')"],
    ['whose Service is not there', () => refused('StatefulSet', { ...pods({ tier: 'back' }), ...chosen, serviceName: 'peers' }), "StatefulSet 'object' names Service 'peers', which is not in its namespace"],
  ])('%s', (_, refuse, message) => {
    expect(refuse()).toContain(message);
  });

  it('and not otherwise', () => {
    expect(refused('Deployment', { ...pods({ tier: 'back' }), ...chosen })).toBe('');
    expect(refused('Deployment', { ...pods({ tier: 'a' }), selector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['a'] }, { key: 'x', operator: 'DoesNotExist' }, { key: 'tier', operator: 'Exists' }, { key: 'tier', operator: 'NotIn', values: ['b'] }] } })).toBe('');
    // Somebody else may bring the Service to a namespace of theirs.
    expect(refused('StatefulSet', { ...pods({ tier: 'back' }), ...chosen, serviceName: 'peers' }, () => {}, { adopt: true })).toBe('');
    expect(refused('StatefulSet', { ...pods({ tier: 'back' }), ...chosen, serviceName: 'peers' }, shop =>
      new ApiObject(shop, 'peers', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'peers' }, spec: { clusterIP: 'None' } } as any))).toBe('');
  });

  it('but not in charts that are none of ours, of which findings tell', () => {
    expect(refused('Deployment', { ...pods({ tier: 'back' }), ...chosen }, ({ node: { root } }) => {
      const chart = new Chart(root, 'plain', { namespace: 'plain' });
      new ApiObject(chart, 'one', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'same' }, spec: pods() } as any);
      new ApiObject(chart, 'two', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'same' }, spec: pods() } as any);
    })).not.toMatch(/\[plain\/(?:one|two)\] (?!MESH01)/);
  });

  it('or as two of one name would be taken for each other', () => {
    expect(refused('Deployment', { ...pods({ tier: 'back' }), ...chosen }, shop =>
      new LeastPrivilegeWorkload(shop, 'b', { image: 'b:1', controller: WorkloadController.job({ name: 'object' }) }))).toContain(
      "Job shop/object has the name of Deployment 'shop/object', and what is proved of one would be taken for the other; give one of them another name.");
  });
});
