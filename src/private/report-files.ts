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

/** With what each report for programs begins: to what reads whole folders it is a list of nothing. */
const NOTHING = { apiVersion: 'v1', kind: 'List', items: [] };
const BEGINNING = JSON.stringify(NOTHING, undefined, 2).replace(/\n\}$/, ',');

/** How much of a file tells whether it may be a report. */
export const REPORT_BEGINNING_LENGTH = BEGINNING.length;

/** Whether a file that begins so may be a report, and so none of the manifests that it lies beside. */
export function isReportBeginning(beginning: string): boolean {
  return beginning.startsWith(BEGINNING);
}

/** Whether a file is a report to its end: who begins as one may say another kind or other items later, and kubectl takes the last. */
export function isReport(text: string): boolean {
  if (!isReportBeginning(text)) { return false; }
  try {
    const { apiVersion, kind, items } = JSON.parse(text) as { readonly [key: string]: unknown };
    return apiVersion === NOTHING.apiVersion && kind === NOTHING.kind && Array.isArray(items) && items.length === 0;
  } catch {
    return false;
  }
}

/** Writes a text that nothing takes for a manifest, since its ending is of none. */
export function writeTextReport(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/**
 * Writes what belongs to manifests and is none.
 *
 * What reads whole folders would take the file for a manifest, so it is one of no objects: an empty list.
 */
export function writeReportFile(file: string, content: object): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...NOTHING, version: 1, ...content }, undefined, 2)}\n`);
}
