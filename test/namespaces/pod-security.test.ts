import { App } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-27';
import { Manifests, refusal } from '../_manifests';
import { Injection, LeastPrivilegeWorkload, Mesh, Platform, PodSecurityLevel, SecureNamespace } from 'cdk8s-istio';
import type { SecureNamespaceProps } from 'cdk8s-istio';

function levels(platform: Platform, props: SecureNamespaceProps = {}): string[] {
  const app = new App();
  new Mesh(app, 'mesh', { platform });
  new SecureNamespace(app, 'shop', props);
  const labels = Manifests.of(app).get('Namespace', 'shop').metadata.labels!;
  return ['enforce', 'warn', 'audit'].map(mode => labels[`pod-security.kubernetes.io/${mode}`]);
}

describe('Pod Security, judged after injection,', () => {
  it("warns and audits where Istio's init container runs as root", () => {
    expect(levels(Platform.istioctl())).toEqual(['privileged', 'restricted', 'restricted']);
    expect(levels(Platform.helm())).toEqual(['privileged', 'restricted', 'restricted']);
  });

  it('enforces where istio-cni takes its place', () => {
    expect(levels(Platform.istioctl({ cni: true }))).toEqual(['restricted', 'restricted', 'restricted']);
    expect(levels(Platform.openshift())).toEqual(['restricted', 'restricted', 'restricted']);
  });

  it('enforces where nothing is injected', () => {
    expect(levels(Platform.istioctl(), { injection: Injection.disabled() })).toEqual(['restricted', 'restricted', 'restricted']);
  });

  it('is set otherwise, level by level', () => {
    const { BASELINE, PRIVILEGED } = PodSecurityLevel;
    expect(levels(Platform.openshift(), { podSecurity: { enforce: BASELINE, warn: BASELINE, audit: PRIVILEGED } }))
      .toEqual(['baseline', 'baseline', 'privileged']);
    expect(levels(Platform.openshift(), { podSecurity: { warn: PRIVILEGED } })).toEqual(['restricted', 'privileged', 'restricted']);
  });

  it('refuses a level that would refuse every pod', () => {
    const app = new App();
    new SecureNamespace(app, 'shop', { podSecurity: { enforce: PodSecurityLevel.RESTRICTED } });
    expect(refusal(app)).toContain("[shop] Pod Security enforces 'restricted', and without istio-cni");
  });
});

describe('A pod that the enforced level would refuse', () => {
  const enforced = () => {
    const app = new App();
    new Mesh(app, 'mesh', { platform: Platform.openshift() });
    return { app, shop: new SecureNamespace(app, 'shop') };
  };

  it('is an error, whoever declared it', () => {
    const { app, shop } = enforced();
    new Deployment(shop, 'plain', { containers: [{ image: 'plain:1' }] });
    new LeastPrivilegeWorkload(shop, 'rooted', { image: 'rooted:1', hardening: { runAsNonRoot: false } });
    const message = refusal(app);
    expect(message).toContain('shop/plain');
    expect(message).toContain('does not drop all capabilities');
    expect(message).toContain('shop/rooted');
    expect(message).toContain('may run as root');
  });

  it('is none if the namespace lowers its level, explicitly', () => {
    const app = new App();
    new Mesh(app, 'mesh', { platform: Platform.openshift() });
    const shop = new SecureNamespace(app, 'shop', { podSecurity: { enforce: PodSecurityLevel.BASELINE } });
    new LeastPrivilegeWorkload(shop, 'rooted', { image: 'rooted:1', hardening: { runAsNonRoot: false } });
    expect(refusal(app)).toBe('');
  });

  it('is never one of our own as they come', () => {
    const { app, shop } = enforced();
    new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 });
    expect(refusal(app)).toBe('');
  });
});
