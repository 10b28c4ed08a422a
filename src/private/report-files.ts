import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder, inside of the output folder, for what is no manifest. */
const FOLDER = 'mesh';

/** Names another folder for it. */
const VARIABLE = 'CDK8S_ISTIO_REPORTS';

/** Which construct wrote which object. */
export const CONSTRUCTS_FILE = 'constructs.json';

/** The file of a report about an app's manifests. */
export function reportFile(outdir: string, name: string): string {
  const folder = process.env[VARIABLE] ?? '';
  return join(folder === '' ? join(outdir, FOLDER) : folder, name);
}

/**
 * Writes what belongs to manifests and is none.
 *
 * What reads whole folders would take the file for a manifest, so it is one of no objects: an empty list.
 */
export function writeReportFile(file: string, content: object): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [], version: 1, ...content }, undefined, 2)}\n`);
}
