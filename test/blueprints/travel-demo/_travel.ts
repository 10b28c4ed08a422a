import { App } from 'cdk8s';
import { Manifests } from '../../_manifests';
import type { Ask } from '../_demo';
import { askOf } from '../_demo';
import { Mesh, TravelDemo } from 'cdk8s-istio';
import type { Platform, TravelDemoProps } from 'cdk8s-istio';

export { changes } from '../_demo';

/** The Travel demo, its manifests, and what they let happen. */
export interface Made {
  readonly app: App;
  readonly demo: TravelDemo;
  readonly manifests: Manifests;
  readonly ask: Ask;
}

export function travelDemo(props?: TravelDemoProps, platform?: Platform): Made {
  const app = new App();
  new Mesh(app, 'mesh', { platform });
  const demo = new TravelDemo(app, 'travel-demo', props);
  return { app, demo, manifests: Manifests.of(app), ask: askOf(app) };
}
