import { App } from 'cdk8s';
import { Manifests } from '../../_manifests';
import type { Ask } from '../_demo';
import { askOf } from '../_demo';
import { Bookinfo, Mesh } from 'cdk8s-istio';
import type { BookinfoProps, Platform } from 'cdk8s-istio';

/** Bookinfo, its manifests, and what they let happen. */
export interface Made {
  readonly app: App;
  readonly bookinfo: Bookinfo;
  readonly manifests: Manifests;
  readonly ask: Ask;
}

export function bookinfo(props?: BookinfoProps, platform?: Platform): Made {
  const app = new App();
  new Mesh(app, 'mesh', { platform });
  const made = new Bookinfo(app, 'bookinfo', props);
  return { app, bookinfo: made, manifests: Manifests.of(app), ask: askOf(app) };
}
