import { extname } from 'node:path';
import type { GraphFormat } from '../../reports/graph/graph-formats';
import { GRAPH_FORMATS } from '../../reports/graph/graph-formats';
import { listed } from '../help';
import { InputError } from '../input-error';

/** The format that a file's ending tells, or an option. */
export function formatOf(file: string | undefined, option: GraphFormat | undefined): GraphFormat {
  if (option !== undefined) { return option; }
  if (file === undefined) { throw new InputError('graph needs -o FILE, or --format for standard output'); }
  const ending = extname(file).slice(1).toLowerCase();
  const format = GRAPH_FORMATS.find(name => name === ending);
  if (format === undefined) { throw new InputError(`${file}: a graph is written as ${listed(GRAPH_FORMATS)}; the file's ending must tell which, or --format`); }
  return format;
}
