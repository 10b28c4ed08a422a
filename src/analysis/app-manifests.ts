import type { App } from 'cdk8s';
import type { Manifest } from './manifest';
import { Synthesis } from '../private/synthesis';

/** Every object of an app as it would be written, with the construct that it comes from. */
export function manifestsOf(app: App): readonly Manifest[] {
  return Synthesis.manifestsOf(app).map(({ path, manifest }) => ({ object: manifest, origin: { constructPath: path } }));
}
