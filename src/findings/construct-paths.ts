import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdk8s';
import { CONSTRUCTS_FILE, reportFile, writeReportFile } from '../private/report-files';
import type { SynthesizedApp } from '../private/synthesis';

/** What cdk8s writes where a validation plugin is to know constructs. */
const METADATA = 'construct-metadata.json';

/** Says which construct wrote which object, where cdk8s does: its own file knows objects by their bare names, of which there are many alike. */
export function writeConstructPaths({ outdir }: App, { objects }: SynthesizedApp): void {
  if (!existsSync(join(outdir, METADATA))) {
    return;
  }
  const constructs = Object.fromEntries(objects.map(({ object, manifest: { kind, metadata } }) =>
    [`${kind} ${metadata?.namespace ?? 'default'}/${metadata?.name}`, object.node.path]));
  writeReportFile(reportFile(outdir, CONSTRUCTS_FILE), { constructs });
}
