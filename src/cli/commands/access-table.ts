import type { AccessTable } from '../../analysis/access/access-table';
import type { ACCESS } from '../declarations/access';

/** The forms in which a table is printed. */
export const TABLE_PRINTERS: { readonly [F in typeof ACCESS['options']['format']['choices'][number]]: (table: AccessTable) => string } = {
  text: table => table.toText(),
  json: table => table.toJson(),
  markdown: table => table.toMarkdown(),
};
