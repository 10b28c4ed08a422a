import { extname } from 'node:path';
import { FORMAT_NAMES } from '../../reports/graph/render-graph';
import { InputError } from '../input-error';

/** The format that a file's ending tells, or an option. */
export function formatOf(file: string | undefined, option: string | undefined): string {
  const isKnown = (name: string): boolean => FORMAT_NAMES.includes(name);
  const list = FORMAT_NAMES.join(', ').replace(/, (\w+)$/, ' or $1');
  if (option !== undefined && !isKnown(option)) { throw new InputError(`--format must be ${list}, not ${option}`); }
  if (file === undefined) {
    if (option === undefined) { throw new InputError('graph needs -o FILE, or --format for standard output'); }
    return option;
  }
  const ending = extname(file).slice(1).toLowerCase();
  if (option !== undefined) { return option; }
  if (!isKnown(ending)) { throw new InputError(`${file}: a graph is written as ${list}; the file's ending must tell which, or --format`); }
  return ending;
}
