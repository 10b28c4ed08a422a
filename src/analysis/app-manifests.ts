import type { App } from 'cdk8s';
import type { Manifest } from './manifest';

/** Every object of an app as it would be written, with the construct that it comes from. */
export function manifestsOf(app: App): readonly Manifest[] {
  // Who reads manifests from files needs no cdk8s, which takes long to load.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Synthesis } = require('../private/synthesis') as typeof import('../private/synthesis');
  return Synthesis.manifestsOf(app).map(({ path, manifest }) => ({ object: manifest, origin: { constructPath: path } }));
}
