import type { Manifest } from '../analysis/manifest';
import type { SynthesizedApp } from '../private/synthesis';

/** What an app writes, as the analysis reads it. */
export function writtenManifests({ objects }: SynthesizedApp): readonly Manifest[] {
  return objects.map(({ object, manifest }) => ({ object: manifest, origin: { constructPath: object.node.path } }));
}
