import { App } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import { Mesh, MeshDefaults, MtlsMode } from 'cdk8s-istio';

describe('MeshDefaults', () => {
  it('puts the floor of the mesh into the root namespace', () => {
    const app = new App();
    new MeshDefaults(app, 'mesh-defaults');
    const made = Manifests.of(app);
    expect(made.yaml).toMatchSnapshot();
    expect(made.all.map(one => one.metadata.namespace)).toEqual(['istio-system', 'istio-system', 'istio-system']);
    expect(made.names('Namespace')).toEqual([]);
  });

  it('accepts mutual TLS only, and for the whole mesh: no selector', () => {
    const app = new App();
    new MeshDefaults(app, 'mesh-defaults');
    expect(Manifests.of(app).spec('PeerAuthentication', 'default')).toEqual({ mtls: { mode: 'STRICT' } });
  });

  it('lets a proxy without a Sidecar of its own reach nothing', () => {
    const app = new App();
    new MeshDefaults(app, 'mesh-defaults');
    expect(Manifests.of(app).spec('Sidecar', 'default')).toEqual({
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' }, egress: [{ hosts: ['~/*'] }],
    });
  });

  it('writes access logs, unless told not to', () => {
    const logging = (accessLogs?: boolean) => {
      const app = new App();
      new MeshDefaults(app, 'mesh-defaults', { accessLogs });
      return Manifests.of(app).spec('Telemetry', 'mesh-default').accessLogging;
    };
    expect(logging()).toEqual([{ providers: [{ name: 'envoy' }] }]);
    expect(logging(false)).toEqual([{ providers: [{ name: 'envoy' }], disabled: true }]);
  });

  it('follows its props', () => {
    const app = new App();
    new Mesh(app, 'mesh', { rootNamespace: 'mesh-root' });
    const defaults = new MeshDefaults(app, 'mesh-defaults', { mtls: MtlsMode.PERMISSIVE, sidecarHosts: ['istio-system/*'] });
    const made = Manifests.of(app);
    expect(made.get('Sidecar', 'default', 'mesh-root').spec.egress).toEqual([{ hosts: ['istio-system/*'] }]);
    expect(made.spec('PeerAuthentication', 'default').mtls.mode).toBe('PERMISSIVE');
    expect([defaults.peerAuthentication, defaults.sidecar, defaults.telemetry.apiObject].map(object => object.kind))
      .toEqual(['PeerAuthentication', 'Sidecar', 'Telemetry']);
  });

  it('says nothing about mutual TLS if that is left to Istio', () => {
    const app = new App();
    new MeshDefaults(app, 'mesh-defaults', { mtls: MtlsMode.UNSET });
    expect(Manifests.of(app).names('PeerAuthentication')).toEqual([]);
  });

  it('has one owner', () => {
    const app = new App();
    new MeshDefaults(app, 'one');
    new MeshDefaults(app, 'two');
    expect(refusal(app)).toContain("the mesh-wide defaults of root namespace 'istio-system' is also claimed by 'two'");
  });

  it('is told when its mesh comes too late', () => {
    const app = new App();
    new MeshDefaults(app, 'mesh-defaults');
    new Mesh(app, 'mesh', { rootNamespace: 'mesh-root' });
    expect(refusal(app)).toContain('create the Mesh before its MeshDefaults');
  });

  it('refuses Sidecar hosts that would import nothing', () => {
    const app = new App();
    new MeshDefaults(app, 'mesh-defaults', { sidecarHosts: ['shop/cart'] });
    expect(refusal(app)).toContain("Sidecar host 'shop/cart' is not 'namespace/host' with a fully qualified host");
  });
});
