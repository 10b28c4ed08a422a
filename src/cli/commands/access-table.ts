import type { AccessTable } from '../../analysis/access/access-table';
import { InputError } from '../input-error';

/** The forms in which a table is printed. */
const FORMATS: { readonly [format: string]: (table: AccessTable) => string } = {
  text: table => table.toText(),
  json: table => table.toJson(),
  markdown: table => table.toMarkdown(),
};

/** A table in one of the formats; which one is asked for before manifests are read. */
export function tablePrinter(format: string): (table: AccessTable) => string {
  if (!Object.prototype.hasOwnProperty.call(FORMATS, format)) {
    throw new InputError(`--format must be ${Object.keys(FORMATS).join(', ').replace(/, (\w+)$/, ' or $1')}, not ${format}`);
  }
  return FORMATS[format];
}
