import { App, Duration, Size } from 'cdk8s';
import { ConfigMap, Cpu, EnvValue, ImagePullPolicy, Probe, Volume } from 'cdk8s-plus-27';
import { Manifests } from '../_manifests';
import { LeastPrivilegeWorkload, SecureNamespace } from 'cdk8s-istio';

describe("Containers in all of cdk8s-plus' detail", () => {
  const app = new App();
  const shop = new SecureNamespace(app, 'shop');
  const config = new ConfigMap(shop, 'settings', { data: { 'app.yaml': 'a: 1' } });
  const scratch = Volume.fromEmptyDir(shop, 'scratch-volume', 'scratch');
  new LeastPrivilegeWorkload(shop, 'cart', {
    port: 8080,
    containers: [
      {
        image: 'cart:1',
        command: ['/cart'],
        args: ['--fast'],
        envVariables: { MODE: EnvValue.fromValue('fast') },
        volumeMounts: [{ path: '/etc/cart', volume: Volume.fromConfigMap(shop, 'settings-volume', config) }, { path: '/tmp', volume: scratch }],
        readiness: Probe.fromHttpGet('/ready', { port: 8080 }),
      },
      {
        name: 'exporter',
        image: 'exporter',
        portNumber: 9100,
        startup: Probe.fromTcpSocket({ port: 9100, periodSeconds: Duration.seconds(5) }),
        imagePullPolicy: ImagePullPolicy.NEVER,
        resources: { cpu: { request: Cpu.millis(10) }, memory: { limit: Size.mebibytes(32) } },
        securityContext: { readOnlyRootFilesystem: false, user: 1000 },
      },
    ],
    initContainers: [{ image: 'migrate:1' }],
    volumes: [Volume.fromEmptyDir(shop, 'spare-volume', 'spare')],
  });
  const made = Manifests.of(app);
  const spec = made.pod('Deployment', 'cart-v1').spec;
  const [serving, exporter] = spec.containers;

  it('are these pods', () => {
    expect(spec).toMatchSnapshot();
  });

  it('come out as they went in', () => {
    expect(serving).toMatchObject({ command: ['/cart'], args: ['--fast'], env: [{ name: 'MODE', value: 'fast' }] });
    expect(serving.volumeMounts.map((mount: any) => mount.mountPath).sort()).toEqual(['/etc/cart', '/tmp']);
    expect(serving.readinessProbe.httpGet).toMatchObject({ path: '/ready', port: 8080 });
    expect(exporter).toMatchObject({ imagePullPolicy: 'Never', resources: { requests: { cpu: '10m' }, limits: { memory: '32Mi' } } });
    expect(spec.volumes.map((volume: any) => volume.name).sort()).toHaveLength(3);
  });

  it('serve the ports with the first', () => {
    expect(serving).toMatchObject({ name: 'cart', ports: [{ containerPort: 8080, name: 'http' }] });
    expect(exporter.ports).toEqual([{ containerPort: 9100 }]);
  });

  it('have a startup probe only where one was asked for', () => {
    expect(serving).not.toHaveProperty('startupProbe');
    expect(exporter.startupProbe).toMatchObject({ tcpSocket: { port: 9100 }, periodSeconds: 5 });
    expect(spec.initContainers[0]).not.toHaveProperty('startupProbe');
  });

  it('have our defaults where they say nothing, init containers included', () => {
    expect(serving.resources).toEqual({ requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } });
    expect(spec.initContainers[0]).toMatchObject({
      name: 'init-0', imagePullPolicy: 'IfNotPresent', resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } },
    });
  });

  it('are all hardened, but for what they say otherwise', () => {
    for (const container of [serving, exporter, ...spec.initContainers]) {
      expect(container.securityContext).toMatchObject({
        allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] },
      });
    }
    expect(exporter.securityContext).toMatchObject({ readOnlyRootFilesystem: false, runAsUser: 1000 });
    expect(serving.securityContext.readOnlyRootFilesystem).toBe(true);
  });
});
