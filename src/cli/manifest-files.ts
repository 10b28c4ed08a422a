import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { InputError, readable } from './input-error';
import { isReport, isReportBeginning, REPORT_BEGINNING_LENGTH } from '../private/report-files';

const MANIFEST = /\.(?:ya?ml|json)$/i;
/** Files of cdk8s that lie beside manifests, and hidden ones: nobody wonders that there are no manifests in these. */
const OTHER = /^(?:cdk8s\.ya?ml$|construct-metadata\.json$|\.)/i;
const KUSTOMIZATION = /^kustomization\.ya?ml$/i;

/** What `-` is called in messages. */
export const STANDARD_INPUT = '(standard input)';

/** A file that may hold manifests. */
export interface ManifestFile {
  /** `STANDARD_INPUT`, or a path. */
  readonly file: string;
  /** Whether it was named, and not found in a folder. */
  readonly named: boolean;
}

/** Whether a file of a folder has the name of one that says what Kustomize makes of the others. */
export function isKustomization({ file, named }: ManifestFile): boolean {
  return !named && KUSTOMIZATION.test(basename(file));
}

/** Whether to say that a file in which there are no manifests was passed over. */
export function isWorthTelling({ file }: ManifestFile): boolean {
  return !OTHER.test(basename(file));
}

/**
 * The files that paths mean: themselves, or what is below a folder; `-` is standard input. Throws nothing but `InputError`.
 *
 * @param exclude patterns of files and folders to leave out
 */
export function manifestFiles(paths: readonly string[], exclude: readonly string[] = []): readonly ManifestFile[] {
  const patterns = exclude.map(patternOf);
  return paths.flatMap((path): readonly ManifestFile[] => {
    if (path === '-') { return [{ file: STANDARD_INPUT, named: true }]; }
    if (!existsSync(path)) { throw new InputError(`${path}: there is no such file or folder`); }
    if (!readable(path, () => statSync(path)).isDirectory()) { return [{ file: path, named: true }]; }
    const isLeftOut = (file: string): boolean => patterns.some(pattern => pattern.test(relative(path, file).replace(/\\/g, '/')));
    return filesBelow(path, isLeftOut, new Set()).map(file => ({ file, named: false }));
  });
}

function filesBelow(folder: string, isLeftOut: (file: string) => boolean, seen: Set<string>): readonly string[] {
  const real = readable(folder, () => realpathSync(folder));
  // A link to a folder above would have no end.
  if (seen.has(real)) { return []; }
  seen.add(real);
  return readable(folder, () => readdirSync(folder)).sort().filter(name => name !== 'node_modules').flatMap(name => {
    const path = join(folder, name);
    if (isLeftOut(path)) { return []; }
    const stats = readable(path, () => statSync(path, { throwIfNoEntry: false }));
    if (stats === undefined) { return []; }
    if (stats.isDirectory()) { return name.startsWith('.') ? [] : filesBelow(path, isLeftOut, seen); }
    // A name says nothing of what is in a file: kubectl applies hidden ones, and those that are called as another tool's.
    return stats.isFile() && MANIFEST.test(name) && !isOurs(path) ? [path] : [];
  });
}

/** Whether it is one of our own reports, which lie beside manifests and may be larger than any of these. */
function isOurs(path: string): boolean {
  if (!path.endsWith('.json')) { return false; }
  return readable(path, () => {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(REPORT_BEGINNING_LENGTH);
      if (!isReportBeginning(head.toString('utf8', 0, readSync(file, head)))) { return false; }
    } finally {
      closeSync(file);
    }
    return isReport(readFileSync(path, 'utf8'));
  });
}

/** A pattern without a slash is of a name anywhere, one with a slash is of the path below the folder. */
function patternOf(pattern: string): RegExp {
  const bare = pattern.replace(/^\.?\//, '').replace(/\/$/, '');
  if (bare === '') { throw new InputError(`--exclude '${pattern}' means no file; a pattern is such as 'charts' or '*.tpl.yaml'`); }
  const source = bare.split(/(\*\*\/|\*\*|\*|\?)/).map(part => WILDCARDS[part] ?? part.replace(/[\\^$.|+()[\]{}]/g, '\\$&')).join('');
  return new RegExp(`^${bare.includes('/') ? '' : '(?:.*/)?'}${source}$`);
}

const WILDCARDS: { readonly [wildcard: string]: string } = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };
