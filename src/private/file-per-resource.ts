import { readdirSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import type { App } from 'cdk8s';
import { Names, Yaml, YamlOutputType } from 'cdk8s';
import type { Json } from './rendering';
import type { SynthesizedApp } from './synthesis';

/** The name that cdk8s gives to the file of one object: it knows no namespaces. */
function fileNameOf({ kind, metadata }: Json): string {
  return `${kind}.${metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

/** With a file for each object and no folders, objects of one kind and name in two namespaces share a file: one is lost. */
export function lostFiles(app: App, written: SynthesizedApp): string[] {
  if (app.yamlOutputType !== YamlOutputType.FILE_PER_RESOURCE) {
    return [];
  }
  const namespaces = new Map<string, Set<string>>();
  for (const { manifest } of written.objects) {
    const file = fileNameOf(manifest);
    namespaces.set(file, (namespaces.get(file) ?? new Set()).add(`'${manifest.metadata.namespace ?? ''}'`));
  }
  return [...namespaces].filter(([, names]) => names.size > 1).map(([file, names]) =>
    `YamlOutputType.FILE_PER_RESOURCE writes '${file}' of namespaces ${[...names].join(' and ')} into one file, and only the last is left; use FOLDER_PER_CHART_FILE_PER_RESOURCE.`);
}

/** With a folder for each chart, cdk8s writes an empty file for an object that is not emitted, perhaps over one that is. */
export function mendEmptyFiles(app: App, written: SynthesizedApp): void {
  if (app.yamlOutputType !== YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE) {
    return;
  }
  const folders = readdirSync(app.outdir, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => entry.name);
  for (const chart of app.charts) {
    // Where charts depend on each other, cdk8s numbers their folders.
    const folder = folders.find(name => name.replace(/^\d{4}-/, '') === Names.toDnsLabel(chart) || name === Names.toDnsLabel(chart));
    for (const file of folder === undefined ? [] : readdirSync(join(app.outdir, folder))) {
      const path = join(app.outdir, folder!, file);
      if (readFileSync(path, 'utf8').trim() === '') {
        const lost = written.of(chart).find(({ manifest }) => `${fileNameOf(manifest)}${app.outputFileExtension}` === file);
        if (lost) {
          Yaml.save(path, [lost.manifest]);
        } else {
          rmSync(path);
        }
      }
    }
  }
}
