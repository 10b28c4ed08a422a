import type { AccessRow } from './access-row';
import { tableMarkdown } from '../access-table/table-markdown';
import { tableText } from '../access-table/table-text';

/**
 * Who may do what to whom: every access that the boundaries leave open, in as few rows as possible. What no row has is closed.
 */
export class AccessTable {
  /** @internal */
  public static _of(rows: AccessRow[], remarks: string[]): AccessTable {
    return new AccessTable(rows, remarks);
  }

  /** In a fixed order: who may reach workloads first, by callee and client. */
  public readonly rows: AccessRow[];

  /** What holds of all rows: how they are to be read, and what could not be read of the manifests. */
  public readonly remarks: string[];

  private constructor(rows: AccessRow[], remarks: string[]) {
    this.rows = rows;
    this.remarks = remarks;
  }

  /**
   * In columns, for a terminal.
   */
  public toText(): string {
    return tableText(this.rows, this.remarks);
  }

  /**
   * For a pull request or a document.
   */
  public toMarkdown(): string {
    return tableMarkdown(this.rows, this.remarks);
  }

  /**
   * For programs: an object with `rows` and `remarks`, as text.
   */
  public toJson(): string {
    return JSON.stringify({ rows: this.rows, remarks: this.remarks }, undefined, 2);
  }
}
