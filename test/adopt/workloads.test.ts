import { adoptAll, deployment, istio, namespace, otherwise, service } from './_adopt';
import type { Json, Result } from './_adopt';

/** Adopts, and wants that nothing is otherwise than before. */
function alike(...objects: readonly Json[]): Result {
  const result = adoptAll(objects);
  expect(otherwise(result)).toEqual([]);
  return result;
}

const container = (more: Json): Json => ({ containers: [{ name: 'web', image: 'example/web:1', ports: [{ containerPort: 8080 }], ...more }] });

describe('a workload', () => {
  test('that is as ours would be is one', () => {
    expect(alike(deployment('web'), service('web')).text).toMatchSnapshot();
  });
  test('keeps variables, volumes, probes, resources and whatever else there is a word for', () => {
    const { text, kept } = alike(deployment('web', {
      ...container({
        env: [{ name: 'MODE', value: 'fast' }, { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'token', key: 'value' } } }, { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
        envFrom: [{ configMapRef: { name: 'settings' } }],
        command: ['/web'],
        resources: { requests: { cpu: '0.5', memory: '128Mi' }, limits: { memory: '1Gi' } },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, { name: 'config', mountPath: '/etc/web', readOnly: true }],
        readinessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 5 },
      }),
      volumes: [{ name: 'tmp', emptyDir: {} }, { name: 'config', configMap: { name: 'settings' } }],
      serviceAccountName: 'web',
    }), service('web'));
    expect(kept).toEqual([]);
    expect(text).toMatchSnapshot();
  });
  test('whose image may not be hardened is not, and says so', () => {
    expect(alike(deployment('web'), service('web')).text).toMatch(/hardening: \{\n\s+runAsNonRoot: false,/);
  });
  test('that is hardened already stays so without a word', () => {
    const hardened = {
      ...container({ securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: ['ALL'] } } }),
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    };
    expect(alike(deployment('web', hardened), service('web')).text).not.toContain('hardening');
  });
  test.each([
    ['a field that there is no word for', { ...container({}), tolerations: [{ operator: 'Exists' }] }, "its pod spec says 'tolerations'"],
    ['an init container', { ...container({}), initContainers: [{ name: 'init', image: 'example/init:1' }] }, "its pod spec says 'initContainers'"],
    ['privileges', container({ securityContext: { privileged: true } }), "container 'web' is privileged"],
    ['capabilities', container({ securityContext: { capabilities: { add: ['NET_ADMIN'] } } }), "container 'web', capabilities, says 'add'"],
    ['a lifecycle', container({ lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } } }), "container 'web' says 'lifecycle'"],
    ['a volume of another kind', { ...container({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }), volumes: [{ name: 'data', hostPath: { path: '/data' } }] }, "volume 'data' is of a kind that is not translated"],
    ['a variable that may not be there', container({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } }] }), "variable 'A' has a value from elsewhere"],
  ])('with %s keeps its Deployment as it is', (_, pod, reason) => {
    const { text, kept } = alike(deployment('web', pod), service('web'));
    expect(kept).toEqual([{ object: expect.objectContaining({ kind: 'Deployment', name: 'web-v1' }), reason: expect.stringContaining(reason) }]);
    expect(text).toContain(`// As it was: ${reason}`);
    expect(text).toContain('hardening: { leaveAsIs: true }');
  });
  test('with a selector of its own keeps its Deployment, since selectors may not change', () => {
    const { text } = alike(deployment('web', {}, { 'app.kubernetes.io/name': 'web' }), service('web', { selector: { 'app.kubernetes.io/name': 'web' } }));
    expect(text).toContain('// As it was: its selector, which may never change, is not app and version.');
    expect(text).toContain('existingService: webService');
  });
  test.each(['StatefulSet', 'DaemonSet'])('that is a %s keeps it', kind => {
    const { spec } = deployment('web');
    const { text } = alike({ apiVersion: 'apps/v1', kind, metadata: { name: 'web', namespace: 'shop' }, spec: { ...spec, ...kind === 'StatefulSet' ? { serviceName: 'web' } : {} } }, service('web'));
    expect(text).toContain(`workload: web${kind}`);
  });
  test('that is a CronJob or Job keeps it', () => {
    const pods = { metadata: { labels: { app: 'report' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'report', image: 'example/report:1' }] } };
    const { text } = alike(
      { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'report', namespace: 'shop' }, spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template: pods } } } },
      { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'once', namespace: 'shop' }, spec: { template: { ...pods, metadata: { labels: { app: 'once' } } } } },
    );
    expect(text).toContain('workload: reportCronJob');
    expect(text).toContain('workload: onceJob');
  });
  test('without labels, and with a name that is no identifier, is a workload all the same', () => {
    const { text } = alike({
      apiVersion: 'v1', kind: 'Pod', metadata: { name: '1st.web', namespace: 'shop' }, spec: { containers: [{ name: 'web', image: 'example/web:1' }] },
    }, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'class', namespace: 'shop' }, spec: { containers: [{ name: 'web', image: 'example/web:1' }] } });
    expect(text).toContain("// As it was: '1st.web' cannot be the name of a Service.");
    expect(text).toContain("new LeastPrivilegeWorkload(shop, 'class', { workload: classPod");
  });
});

describe('Services', () => {
  test('with several ports become typed ports', () => {
    const ports = [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'grpc-api', port: 9090 }, { name: 'tcp-metrics', port: 9100 }];
    const { text, kept } = alike(deployment('web'), service('web', { ports }));
    expect(kept).toEqual([]);
    expect(text).toContain(`  ports: [
    WorkloadPort.http(80, { targetPort: 8080 }),
    WorkloadPort.grpc(9090, { name: 'grpc-api' }),
    WorkloadPort.tcp(9100, { name: 'tcp-metrics' }),
  ],`);
  });
  test('that are several stay, and are known by the first', () => {
    const { text } = alike(deployment('web'), service('web'), { ...service('web-headless', { selector: { app: 'web' }, clusterIP: 'None' }) });
    expect(text).toContain('existingServices: [webService, webHeadlessService]');
  });
  test.each([
    ['a NodePort', { type: 'NodePort' }, 'it says type NodePort'],
    ['a port by name', { ports: [{ name: 'http', port: 80, targetPort: 'web' }] }, "it leads to a container port by its name, 'web'"],
    ['a policy for traffic', { externalTrafficPolicy: 'Local' }, 'it says externalTrafficPolicy'],
  ])('with %s stay', (_, spec, reason) => {
    const { kept } = alike(deployment('web', container({ ports: [{ name: 'web', containerPort: 8080 }] })), service('web', spec));
    expect(kept).toEqual([{ object: expect.objectContaining({ kind: 'Service' }), reason }]);
  });
  test('whose ports say nothing of what they speak stay, and so does what is behind them', () => {
    const { kept } = alike(deployment('web'), service('web', { ports: [{ port: 8080 }] }));
    expect(kept.map(({ object, reason }) => `${object.kind}: ${reason}`)).toEqual([
      expect.stringMatching(/^Deployment: port 8080 of Service 'web' says nothing of what it speaks/), expect.stringMatching(/^Service: port 8080/),
    ]);
  });
  test('that lead to the pods of several apps keep them all', () => {
    const { kept } = alike(deployment('web', {}, { app: 'web', tier: 'front' }), deployment('shop', {}, { app: 'shop', tier: 'front' }), service('front', { selector: { tier: 'front' } }));
    expect(kept).toHaveLength(3);
    expect(kept[0].reason).toContain('Service shop/front leads to other pods too');
  });
});

describe('several versions', () => {
  const versions = (...names: readonly string[]): readonly Json[] => names.map(version =>
    deployment('web', {}, { app: 'web', version }, { name: `web-${version}`, spec: { replicas: version === 'v1' ? 3 : 1 } }));
  test('share the traffic as Kubernetes does, by their numbers of pods', () => {
    const { text } = alike(...versions('v1', 'v2'), service('web'));
    expect(text).toContain("web.addVersion('v1', { image: 'example/web:1', weight: 75, replicas: 3 });");
    expect(text).toContain("web.addVersion('v2', { image: 'example/web:1', weight: 25 });");
  });
  test('share it as their VirtualService says', () => {
    const { text, kept } = alike(
      ...versions('v1', 'v2', 'v3'), service('web'),
      istio('DestinationRule', 'web', { host: 'web', subsets: ['v1', 'v2', 'v3'].map(name => ({ name, labels: { version: name } })) }),
      istio('VirtualService', 'web', { hosts: ['web'], http: [{ route: [{ destination: { host: 'web', subset: 'v1' }, weight: 90 }, { destination: { host: 'web', subset: 'v3' }, weight: 10 }] }] }),
    );
    expect(kept).toEqual([]);
    expect(text.match(/weight: \d+/g)).toEqual(['weight: 90', 'weight: 10']);
  });
  test.each([
    ['a mirror', { mirror: { host: 'web', subset: 'v2' }, route: [{ destination: { host: 'web', subset: 'v1' } }] }, 'mirror'],
    ['requests that no rule takes', { match: [{ uri: { prefix: '/a' } }], route: [{ destination: { host: 'web', subset: 'v1' } }] }, 'requests that no rule takes'],
    ['routes to elsewhere', { route: [{ destination: { host: 'api' } }] }, 'routes to elsewhere, or with more than a share'],
  ])('stay as they are where routes have %s', (_, http, what) => {
    const { kept } = alike(...versions('v1', 'v2'), service('web'), deployment('api'), service('api'), istio('VirtualService', 'web', { hosts: ['web'], http: [http] }));
    expect(kept.map(({ object }) => object.kind)).toEqual(['VirtualService', 'Deployment', 'Deployment', 'Service']);
    expect(kept[1].reason).toBe(`VirtualService 'web': it says what has no form in the traffic of a service (${what}), and there can be only one for a host`);
  });
  test('that no label tells apart stay as they are', () => {
    const { kept } = alike(deployment('web', {}, { app: 'web' }, { name: 'a' }), deployment('web', {}, { app: 'web' }, { name: 'b' }), service('web'));
    expect(kept[0].reason).toContain('no label version tells their pods apart');
  });
});

describe('what no construct stands for', () => {
  test('stays, each in its namespace', () => {
    const { text, kept } = alike(
      namespace(), deployment('web'), service('web'),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' }, data: { colour: 'green' } },
      { apiVersion: 'example.com/v1', kind: 'Unheard', metadata: { name: 'of', namespace: 'elsewhere' }, spec: { a: [1] } },
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'reader' }, rules: [] },
    );
    expect(kept).toHaveLength(3);
    expect(text).toContain("const elsewhere = new Chart(app, 'elsewhere', { namespace: 'elsewhere' });");
    expect(text).toContain("const cluster = new Chart(app, 'cluster');\n\n// What no construct stands for is as it was.\nnew ApiObject(cluster, 'ClusterRole reader', {");
  });
  test('keeps what is wrong with it, which is told at every synth', () => {
    const { text } = alike(namespace(), deployment('web'), service('web'), istio('VirtualService', 'broken', { hosts: ['web'], http: [{ route: [{ destination: { host: 'nowhere' } }] }] }));
    expect(text).toMatch(/What was wrong before is wrong still[\s\S]*new Mesh\(app, 'mesh', \{ findings: FindingsMode\.WARNING \}\);/);
  });
});

test('workloads of one name in two namespaces have names of their own', () => {
  const elsewhere = (object: Json): Json => ({ ...object, metadata: { ...object.metadata, namespace: 'pay' } });
  const web = [deployment('web', { ...container({}), serviceAccountName: 'web' }), service('web')];
  const { text } = alike(
    namespace(), namespace({ 'istio-injection': 'enabled' }, 'pay'), ...web, ...web.map(elsewhere),
    istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } }), istio('AuthorizationPolicy', 'deny', {}), istio('AuthorizationPolicy', 'web', {
      selector: { matchLabels: { app: 'web' } }, rules: [{ from: [{ source: { principals: ['cluster.local/ns/pay/sa/web'] } }], to: [{ operation: { ports: ['8080'] } }] }],
    }),
  );
  expect(text).toContain('payWeb.calls.to(shopWeb, HttpCall.any());');
});

test('what has no identity of its own gets none that a policy trusts already', () => {
  const { text } = alike(
    namespace(), deployment('web'), service('web'), deployment('db'), service('db'), istio('AuthorizationPolicy', 'db', {
      selector: { matchLabels: { app: 'db' } }, rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }],
    }),
  );
  expect(text).not.toContain("new LeastPrivilegeWorkload(shop, 'web'");
  expect(text).toContain('As it was: with constructs, access would be otherwise: shop/web-v1 → shop/db-v1');
});

test('however much is wrong with routes, what they lead to becomes a workload', () => {
  const route = (host: string): Json => istio('VirtualService', host, { hosts: [host], http: [{ route: [{ destination: { host, subset: 'v1' } }] }] });
  const { kept } = alike(namespace(), deployment('web'), service('web'), deployment('api'), service('api'), route('web'), route('api'));
  expect(kept.map(({ object }) => object.kind)).toEqual(['VirtualService', 'VirtualService']);
});

describe('what is done to requests', () => {
  const to = (subset?: string): Json => ({ route: [{ destination: { host: 'web', ...subset === undefined ? {} : { subset } } }] });
  const jason = { match: [{ headers: { 'end-user': { exact: 'jason' } } }] };
  const routes = (...http: Json[]): Json => istio('VirtualService', 'web', { hosts: ['web'], http });
  const versions = ['v1', 'v2'].map(version => deployment('web', {}, { app: 'web', version }, { name: `web-${version}` }));
  const subsets = istio('DestinationRule', 'web', { host: 'web', subsets: ['v1', 'v2'].map(name => ({ name, labels: { version: name } })) });
  const traffic = (text: string): readonly string[] => text.split('\n').filter(line => line.includes('.traffic.'));
  test('in all versions becomes traffic of the canary, by header and by path', () => {
    const { text, kept } = alike(
      namespace(), ...versions, service('web'), subsets,
      routes({ ...jason, ...to('v2') }, { match: [{ uri: { prefix: '/new' }, method: { exact: 'GET' } }], ...to('v2') }, { ...to('v1') }),
    );
    expect(kept).toEqual([]);
    expect(text).toContain("const web = new CanaryService(shop, 'web', { port: 8080 });");
    expect(traffic(text)).toEqual([
      "web.traffic.routeByHeader('end-user', { exact: 'jason' }, webV2);",
      "web.traffic.routeTo(HttpMatch.of({ path: { prefix: '/new' }, method: { exact: 'GET' } }), webV2);",
    ]);
  });
  test('in one version becomes traffic of the workload: faults, timeouts, retries', () => {
    const { text, kept } = alike(
      namespace(), deployment('web'), service('web'),
      routes({ ...jason, fault: { delay: { fixedDelay: '7s', percentage: { value: 50 } } }, timeout: '10s', retries: { attempts: 2 }, ...to() }, { timeout: '10s', retries: { attempts: 2 }, ...to() }),
    );
    expect(kept).toEqual([]);
    expect(traffic(text)).toEqual([
      "web.traffic.delay(Duration.seconds(7), { percentage: 50, when: HttpMatch.header('end-user', 'jason') });",
      'web.traffic.timeout(Duration.seconds(10));',
      'web.traffic.retries(2);',
    ]);
  });
  test('stays where in other words it would be something else, and the workload is one nevertheless', () => {
    const { text, kept } = alike(namespace(), deployment('web'), service('web'), routes({ ...jason, ...to() }, { timeout: '10s', ...to() }));
    expect(kept).toEqual([{ object: expect.objectContaining({ kind: 'VirtualService' }), reason: "VirtualService 'web' would route otherwise as a construct" }]);
    expect(traffic(text)).toEqual([]);
    expect(text).toContain("new LeastPrivilegeWorkload(shop, 'web'");
  });
});

test('pods that stay as they are keep their account, and what else there is of it', () => {
  const account = (name: string): Json => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'shop' } });
  const { spec } = deployment('db', { serviceAccountName: 'db', containers: [{ name: 'db', image: 'example/db:1' }] });
  const { text, kept } = alike(
    namespace(), account('db'), service('db'), { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace: 'shop' }, spec: { ...spec, serviceName: 'db' } },
  );
  expect(kept.map(({ object }) => object.kind)).toEqual(['StatefulSet', 'ServiceAccount']);
  expect(text).toContain("new LeastPrivilegeWorkload(shop, 'db', { workload: dbStatefulSet, port: 8080, hardening: { leaveAsIs: true } });");
});

test('routes to a Service that stays are traffic of its workload all the same', () => {
  const { text } = alike(
    namespace(), deployment('web'), service('web', { type: 'NodePort' }), istio('VirtualService', 'web', { hosts: ['web'], http: [{ timeout: '5s', route: [{ destination: { host: 'web' } }] }] }),
  );
  expect(text).toContain('web.traffic.timeout(Duration.seconds(5));');
});

test('policies of the mesh itself stay with their owner', () => {
  const { kept, text } = alike(namespace(), deployment('web'), service('web'), istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } }, 'istio-system'));
  expect(kept).toEqual([{ object: expect.objectContaining({ namespace: 'istio-system' }), reason: expect.stringContaining("the mesh's root namespace") }]);
  expect(text).toContain("new Chart(app, 'istio-system', { namespace: 'istio-system' })");
});
