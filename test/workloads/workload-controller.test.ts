import { App, Cron, Duration, Size } from 'cdk8s';
import { ConcurrencyPolicy, PersistentVolumeAccessMode, PodManagementPolicy, Probe, Service } from 'cdk8s-plus-27';
import { Manifests, refusal } from '../_manifests';
import type { LeastPrivilegeWorkloadProps, StatefulSetOptions } from 'cdk8s-istio';
import { AppProtocol, HttpCall, IngressGateway, Injection, LeastPrivilegeWorkload, SecureNamespace, TcpCall, WorkloadController, WorkloadPort } from 'cdk8s-istio';

const DATA = { name: 'data', mountPath: '/var/lib/db', storage: Size.gibibytes(10) };

/** A database of three that find each other, and everything that calls it. */
function shop(): { app: App; db: LeastPrivilegeWorkload; made: () => Manifests } {
  const app = new App();
  const namespace = new SecureNamespace(app, 'shop');
  const db = new LeastPrivilegeWorkload(namespace, 'db', {
    image: 'example/db:1',
    ports: [WorkloadPort.tcp(5432), WorkloadPort.http(7000, { name: 'http-gossip' })],
    replicas: 3,
    controller: WorkloadController.statefulSet({ volumeClaims: [DATA], publishNotReadyAddresses: true }),
    hardening: { runAsUser: 1000, fsGroup: 1000 },
  });
  db.calls.to(db, HttpCall.post('/gossip'));
  const callers = {
    agent: WorkloadController.daemonSet(),
    migrate: WorkloadController.job({
      backoffLimit: 1, completions: 2, parallelism: 2, activeDeadline: Duration.minutes(5), ttlAfterFinished: Duration.hours(1),
    }),
    nightly: WorkloadController.cronJob({ schedule: Cron.daily(), timeZone: 'Europe/Berlin', concurrencyPolicy: ConcurrencyPolicy.REPLACE, completions: 1 }),
    web: undefined,
  };
  for (const [name, controller] of Object.entries(callers)) {
    new LeastPrivilegeWorkload(namespace, name, { image: `example/${name}:1`, controller }).calls.to(db, TcpCall.port());
  }
  return { app, db, made: () => Manifests.of(app) };
}

const KINDS = [['db', 'StatefulSet', 'db'], ['agent', 'DaemonSet', 'agent'], ['migrate', 'Job', 'migrate'], ['nightly', 'CronJob', 'nightly'], ['web', 'Deployment', 'web-v1']];

describe('Whatever makes the pods', () => {
  const { made } = shop();
  const all = made();

  it('is these objects', () => {
    expect(KINDS.map(([, kind, name]) => all.get(kind, name))).toMatchSnapshot();
    expect(all.get('Service', 'db')).toMatchSnapshot();
  });

  it.each(KINDS)('%s: the %s runs under an identity of its own, hardened, with the labels by which policies select', (app, kind, name) => {
    const pod = all.pod(kind, name);
    expect(pod.metadata.labels).toMatchObject({ app, version: 'v1' });
    expect(pod.spec).toMatchObject({
      serviceAccountName: app, automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(pod.spec.containers[0].securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true });
    expect(pod.spec.containers[0]).not.toHaveProperty('startupProbe');
  });

  it('calls as declared, and nothing else does', () => {
    const principal = (name: string) => `cluster.local/ns/shop/sa/${name}`;
    expect(all.allowed('db')).toEqual([
      ...['agent'].map(name => `${principal(name)} * * :5432`), `${principal('db')} POST /gossip :7000`, ...['migrate', 'nightly', 'web'].map(name => `${principal(name)} * * :5432`),
    ]);
    expect(all.openings('db').ingress).toEqual([
      'shop/app=agent TCP:5432', 'shop/app=db TCP:7000', 'shop/app=migrate TCP:5432', 'shop/app=nightly TCP:5432', 'shop/app=web TCP:5432',
    ]);
    expect(all.known('nightly')).toEqual(['shop/db.shop.svc.cluster.local']);
  });
});

describe('A StatefulSet', () => {
  const { made, db } = shop();
  const all = made();
  const spec = all.spec('StatefulSet', 'db');

  it('gives its pods names by a headless Service that selects every version', () => {
    expect(spec.serviceName).toBe('db');
    expect(all.spec('Service', 'db')).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true, selector: { app: 'db' } });
    expect(all.spec('Service', 'db').selector).toEqual({ app: 'db' });
  });

  it('selects by what never changes under its name', () => {
    expect(spec.selector).toEqual({ matchLabels: { app: 'db' } });
    expect(all.spec('DaemonSet', 'agent').selector).toEqual({ matchLabels: { app: 'agent' } });
    expect(all.spec('Deployment', 'web-v1').selector).toEqual({ matchLabels: { app: 'web', version: 'v1' } });
    expect(all.spec('Job', 'migrate')).not.toHaveProperty('selector');
  });

  it('lets peers call each other, by the names of their pods too', () => {
    expect(all.known('db')).toEqual(['shop/db.shop.svc.cluster.local']);
    expect(all.openings('db').egress).toEqual(expect.arrayContaining(['shop/app=db TCP:7000']));
    expect(all.openings('db').egress).not.toEqual(expect.arrayContaining(['shop/app=db TCP:5432']));
  });

  it('gives each pod its storage, which the first container mounts', () => {
    expect(spec.volumeClaimTemplates).toEqual([{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } } }]);
    expect(spec.template.spec.containers[0].volumeMounts).toEqual([{ name: 'data', mountPath: '/var/lib/db' }]);
    expect(spec.template.spec.securityContext).toMatchObject({ runAsUser: 1000, fsGroup: 1000 });
  });

  it('is exposed by gateways, called by everything of a namespace, and gets no copies of what is sent to other addresses', () => {
    const declared = (declare: (shop: SecureNamespace, db: LeastPrivilegeWorkload) => void) => {
      const app = new App();
      const namespace = new SecureNamespace(app, 'shop');
      declare(namespace, new LeastPrivilegeWorkload(namespace, 'db', { image: 'db:1', port: 8080, controller: WorkloadController.statefulSet() }));
      return refusal(app);
    };
    expect(declared((namespace, one) => new IngressGateway(namespace, 'gateway', { hosts: ['db.example.com'] }).expose(one, HttpCall.get('/')))).toBe('');
    expect(declared((namespace, one) => namespace.calls.to(one, HttpCall.get('/')))).toBe('');
    expect(declared((namespace, one) => {
      const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 80 });
      web.traffic.mirrorTo(one);
      new LeastPrivilegeWorkload(namespace, 'caller', { image: 'caller:1' }).calls.to(web, HttpCall.get('/'));
    })).toContain("[shop/caller] liveness: the declared call to 'shop/db' cannot be decided");
  });

  it('is found behind the workload', () => {
    expect(db.statefulSet.name).toBe('db');
    expect(db.podController).toBe(db.statefulSet);
    expect(() => db.deployment).toThrow("shop/db: has no Deployment of its own, since it is a StatefulSet; use 'apiObject'.");
  });

  it('may say it all', () => {
    const app = new App();
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'db', {
      containers: [{ image: 'db:1' }, { image: 'backup:1' }],
      port: 80,
      controller: WorkloadController.statefulSet({
        name: 'database',
        podManagementPolicy: PodManagementPolicy.PARALLEL,
        minReady: Duration.seconds(5),
        volumeClaims: [{ ...DATA, storageClassName: 'fast', accessModes: [PersistentVolumeAccessMode.READ_WRITE_MANY] }],
      }),
    });
    const said = Manifests.of(app).spec('StatefulSet', 'database');
    expect(said).toMatchObject({ replicas: 1, serviceName: 'db', podManagementPolicy: 'Parallel', minReadySeconds: 5 });
    expect(said.volumeClaimTemplates[0].spec).toMatchObject({ storageClassName: 'fast', accessModes: ['ReadWriteMany'] });
    expect(said.template.spec.containers[1]).not.toHaveProperty('volumeMounts');
  });
});

describe('Work that ends', () => {
  const { made } = shop();
  const all = made();
  const NATIVE = 'sidecar.istio.io/nativeSidecar';

  it('ends with its proxy, whatever istiod does by default', () => {
    expect(all.pod('Job', 'migrate').metadata.annotations).toEqual({ [NATIVE]: 'true' });
    expect(all.pod('CronJob', 'nightly').metadata.annotations).toEqual({ [NATIVE]: 'true' });
    expect(all.pod('DaemonSet', 'agent').metadata).not.toHaveProperty('annotations');
  });

  it('says of itself what cdk8s-plus cannot say', () => {
    expect(all.spec('Job', 'migrate')).toMatchObject({ completions: 2, parallelism: 2, backoffLimit: 1, activeDeadlineSeconds: 300, ttlSecondsAfterFinished: 3600 });
    expect(all.spec('CronJob', 'nightly')).toMatchObject({ schedule: '0 0 * * *', timeZone: 'Europe/Berlin', concurrencyPolicy: 'Replace', jobTemplate: { spec: { completions: 1 } } });
  });

  it('is refused with a proxy that outlives it', () => {
    const app = new App();
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'once', { image: 'a:1', controller: WorkloadController.job(), podAnnotations: { [NATIVE]: 'false' } });
    expect(refusal(app)).toContain("[shop/once] its pods carry 'sidecar.istio.io/nativeSidecar: false', so that their proxy keeps running when their work is done and the Job never ends");
  });

  it('needs nothing of that without a proxy', () => {
    const app = new App();
    const props = { image: 'a:1', controller: WorkloadController.job() };
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'bare', { injection: Injection.disabled() }), 'one', props);
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'two', { ...props, podLabels: { 'sidecar.istio.io/inject': 'false' } });
    const bare = Manifests.of(app);
    expect([bare.pod('Job', 'one'), bare.pod('Job', 'two')].map(pod => pod.metadata.annotations)).toEqual([undefined, undefined]);
  });
});

describe('Sidecar containers', () => {
  const pods = (props: Partial<LeastPrivilegeWorkloadProps>) => {
    const app = new App();
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'web', { image: 'web:1', ...props });
    return app;
  };

  it('start first and keep running, hardened like the others', () => {
    const app = pods({
      sidecarContainers: [{ image: 'logs:1', portNumber: 9000 }, { name: 'vault', image: 'vault:1' }], initContainers: [{ image: 'init:1', portNumber: 9001 }],
    });
    const pod = Manifests.of(app).pod('Deployment', 'web-v1');
    expect(pod.spec.initContainers.map(({ name, restartPolicy }: any) => [name, restartPolicy])).toEqual([['sidecar-0', 'Always'], ['vault', 'Always'], ['init-0', undefined]]);
    expect(pod.metadata.annotations).toEqual({ 'sidecar.istio.io/nativeSidecar': 'true' });
    for (const container of pod.spec.initContainers) {
      expect(container).not.toHaveProperty('startupProbe');
      expect(container.securityContext).toMatchObject({ capabilities: { drop: ['ALL'] }, runAsNonRoot: true });
    }
  });

  it('and init containers have no probes, of which cdk8s-plus takes none', () => {
    const readiness = Probe.fromCommand(['true']);
    expect(refusal(pods({ sidecarContainers: [{ image: 'logs:1', readiness }] }))).toContain("[shop/web] the container of image 'logs:1' has a probe");
    expect(refusal(pods({ initContainers: [{ image: 'init:1', liveness: readiness }] }))).toContain("the container of image 'init:1' has a probe");
  });
});

describe('Init containers', () => {
  it('run behind the proxy, so that what they call is a call like any other', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop');
    new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', initContainers: [{ image: 'wait:1' }] });
    new LeastPrivilegeWorkload(namespace, 'plain', { image: 'web:1', initContainers: [{ image: 'wait:1' }], podAnnotations: { 'sidecar.istio.io/nativeSidecar': 'false' } });
    const all = Manifests.of(app);
    expect(all.pod('Deployment', 'web-v1').metadata.annotations).toEqual({ 'sidecar.istio.io/nativeSidecar': 'true' });
    expect(all.pod('Deployment', 'plain-v1').metadata.annotations).toEqual({ 'sidecar.istio.io/nativeSidecar': 'false' });
  });
});

describe('It is an error', () => {
  const refused = (props: Partial<LeastPrivilegeWorkloadProps>) => {
    const app = new App();
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'db', { image: 'db:1', ...props });
    return refusal(app);
  };
  const set = (options: StatefulSetOptions) => refused({ port: 80, controller: WorkloadController.statefulSet(options) });

  it.each<[string, () => string, string]>([
    ['to want a StatefulSet without a port', () => refused({ controller: WorkloadController.statefulSet() }),
      '[shop/db] is a StatefulSet without a port, so there is no Service by which its pods get their names; give it a port.'],
    ['to call a Job', () => refused({ port: 80, controller: WorkloadController.job() }),
      '[shop/db] is a Job, whose pods end, and has ports (80), so that calls to it would fail by chance'],
    ['to call a CronJob', () => refused({ port: 80, controller: WorkloadController.cronJob({ schedule: Cron.daily() }) }), '[shop/db] is a CronJob, whose pods end'],
    ['to count the pods of a DaemonSet', () => refused({ replicas: 2, controller: WorkloadController.daemonSet() }), '[shop/db] is a DaemonSet and is given 2 replicas; it runs a pod on each node'],
    ['to count the pods of a Job so', () => refused({ replicas: 2, controller: WorkloadController.job() }), "use 'parallelism' and 'completions' of its controller"],
    ['to name a StatefulSet as a Deployment', () => refused({ port: 80, deploymentName: 'x', controller: WorkloadController.statefulSet() }), "is a StatefulSet and is given 'deploymentName'"],
    ['to name it as nothing may be named', () => set({ name: 'My_DB' }), "statefulset 'My_DB' is not a DNS subdomain"],
    ['to reach containers on other ports than callers name', () => refused({ ports: [WorkloadPort.of(AppProtocol.HTTP, 80, { targetPort: 8080 })], controller: WorkloadController.statefulSet() }),
      "Service 'db' is headless, so callers of its port 80 come to port 80 of the pods, and '8080' is what its containers listen on; use the same number for both."],
    ['to claim storage twice', () => set({ volumeClaims: [DATA, DATA] }), "volume claim 'data' is given twice"],
    ['to mount two claims at one path', () => set({ volumeClaims: [DATA, { ...DATA, name: 'more' }] }), "two volume claims are mounted at '/var/lib/db'"],
    ['to mount a claim at a relative path', () => set({ volumeClaims: [{ ...DATA, mountPath: 'data' }] }), "is mounted at 'data', which is no absolute path"],
    ['to claim nothing', () => set({ volumeClaims: [{ ...DATA, storage: Size.gibibytes(0) }] }), "volume claim 'data' asks for no storage"],
    ['to claim it in an unknown way', () => set({ volumeClaims: [{ ...DATA, accessModes: ['Once' as never] }] }), "access mode 'Once' is not known"],
    ['to try a Job half a time', () => refused({ controller: WorkloadController.job({ backoffLimit: 0.5, completions: -1 }) }), "'backoffLimit' is 0.5; use a whole number from 0."],
    ['to start a CronJob sooner than Kubernetes looks', () => refused({ controller: WorkloadController.cronJob({ schedule: Cron.daily(), startingDeadline: Duration.seconds(5) }) }),
      "'startingDeadline' is 5 seconds"],
    ['to say twice how long runs are kept', () => refused({ controller: WorkloadController.cronJob({ schedule: Cron.daily(), ttlAfterFinished: Duration.hours(1), failedJobsRetained: 1 }) }),
      'is told twice how long its runs are kept'],
  ])('%s', (_, refuse, message) => {
    expect(refuse()).toContain(message);
  });

  it('to give a StatefulSet of its own the Service of another', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop');
    const existingService = new Service(namespace, 'service', { ports: [{ port: 80, name: 'http' }] });
    existingService.selectLabel('app', 'db');
    new LeastPrivilegeWorkload(namespace, 'db', { image: 'db:1', existingService, controller: WorkloadController.statefulSet() });
    const message = refusal(app);
    expect(message).toContain('[shop/db] is a StatefulSet of its own, which brings its headless Service, and is given an existing one');
    expect(message).not.toContain('without a port');
  });

  it('and all of them are told at once', () => {
    const message = set({ name: 'A', volumeClaims: [{ ...DATA, mountPath: 'x' }] });
    expect(message).toContain("statefulset 'A'");
    expect(message).toContain('no absolute path');
  });
});
