import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Testing, YamlOutputType } from 'cdk8s';
import { Manifests } from './_manifests';
import { LeastPrivilegeWorkload, SecureNamespace } from 'cdk8s-istio';

function appOf(yamlOutputType: YamlOutputType, ...namespaces: string[]): App {
  const app = new App({ outdir: Testing.app().outdir, yamlOutputType });
  for (const name of namespaces) {
    const namespace = new SecureNamespace(app, name, { adopt: true });
    new LeastPrivilegeWorkload(namespace, 'default', { image: 'shop:1', port: 80, serviceAccountName: 'own' });
  }
  return app;
}

describe('a file for each object', () => {
  it('in folders holds every object that is emitted, and no file is empty', () => {
    const app = appOf(YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, 'shop', 'bank');
    app.synth();
    for (const namespace of ['shop', 'bank']) {
      const files = readdirSync(join(app.outdir, namespace));
      expect(files).toEqual([
        // The namespace's own objects of these names are not emitted, since it is adopted.
        'AuthorizationPolicy.default.k8s.yaml', 'Deployment.default-v1.k8s.yaml', 'NetworkPolicy.default.k8s.yaml',
        'PeerAuthentication.default.k8s.yaml', 'Service.default.k8s.yaml', 'ServiceAccount.own.k8s.yaml', 'Sidecar.default.k8s.yaml',
      ]);
      for (const file of files) {
        const [manifest] = new Manifests(readFileSync(join(app.outdir, namespace, file), 'utf8')).all;
        expect(`${manifest.kind}.${manifest.metadata.name}.k8s.yaml`).toBe(file);
      }
    }
  });

  it('without folders is refused where two namespaces would share a file', () => {
    expect(() => appOf(YamlOutputType.FILE_PER_RESOURCE, 'shop', 'bank').synth()).toThrow(
      "[] YamlOutputType.FILE_PER_RESOURCE writes 'Sidecar.default' of namespaces 'shop' and 'bank' into one file, "
      + 'and only the last is left; use FOLDER_PER_CHART_FILE_PER_RESOURCE.');
    expect(() => appOf(YamlOutputType.FILE_PER_RESOURCE, 'shop').synth()).not.toThrow();
  });
});
