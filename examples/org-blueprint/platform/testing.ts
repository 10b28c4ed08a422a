import 'cdk8s-istio/testing';
import type { App } from 'cdk8s';
import { MeshAccess } from 'cdk8s-istio';

/** What an app writes, as objects. */
export function manifestsOf(app: App): any[] {
  return app.charts.flatMap(chart => chart.toJson());
}

/** Several apps as the one mesh that they are, to ask it who may do what. */
export function together(...apps: App[]): MeshAccess {
  return MeshAccess.fromManifests(apps.flatMap(manifestsOf), { trustDomain: 'acme.example' });
}

/** What every app at Acme must be, beside what its synth says. */
export function itIsAnAcmeApp(build: () => App): void {
  it('synthesizes', () => {
    expect(() => manifestsOf(build())).not.toThrow();
  });

  it('says of every namespace and of every pod which team answers for it', () => {
    for (const object of manifestsOf(build()).filter(({ kind }) => kind === 'Namespace' || kind === 'Deployment')) {
      const { labels } = object.kind === 'Namespace' ? object.metadata : object.spec.template.metadata;
      expect(labels['acme.example/team']).toMatch(/^[a-z]+$/);
    }
  });

  it('says whom to call when something breaks', () => {
    for (const { metadata } of manifestsOf(build()).filter(({ kind }) => kind === 'Deployment')) {
      expect(metadata.annotations['acme.example/on-call']).toBeDefined();
    }
  });
}
