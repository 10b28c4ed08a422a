import type { Document, Node } from 'yaml';
import { isCollection, isMap, isNode, isPair, isScalar, LineCounter, parseAllDocuments } from 'yaml';
import { keysOf } from '../../analysis/findings/cursor';

/** A text of manifests in which places can be found by their paths. */
export class LocatedText {
  public readonly lines: readonly string[];
  private readonly counter = new LineCounter();
  private readonly documents: readonly Document.Parsed[];

  public constructor(text: string) {
    this.lines = text.split('\n');
    const documents = parseAllDocuments(text, { lineCounter: this.counter, merge: true, logLevel: 'silent', prettyErrors: false });
    this.documents = Array.isArray(documents) ? documents : [];
  }

  /**
   * The line of a path in the object that begins on a line; where the path ends early, the line of what is there of it.
   *
   * @param line the line of the object, from 1
   */
  public lineOf(line: number, path: string): number {
    const object = this.objectAt(line);
    return object === undefined ? line : this.lineBelow(object, path, line);
  }

  private objectAt(line: number): Node | undefined {
    for (const { contents } of this.documents) {
      if (!isNode(contents) || !contents.range) { continue; }
      const [first, , last] = contents.range.map(offset => this.counter.linePos(offset).line);
      if (line < first || line > last) { continue; }
      const items = isMap(contents) ? contents.get('items', true) : contents;
      const item = isCollection(items) ? items.items.find(one => isNode(one) && this.lineOfNode(one) === line) : undefined;
      return isNode(item) && line !== first ? item : contents;
    }
    return undefined;
  }

  private lineBelow(object: Node, path: string, otherwise: number): number {
    let node: Node = object;
    let line = otherwise;
    for (const key of keysOf(path)) {
      const pair = isMap(node) ? node.items.find(one => isPair(one) && isScalar(one.key) && one.key.value === key) : undefined;
      const value: unknown = pair === undefined ? isCollection(node) ? node.get(key, true) : undefined : pair.value;
      // A key stands on a line of its own, what it holds perhaps on the next.
      line = isNode(pair?.key) ? this.lineOfNode(pair.key) ?? line : isNode(value) ? this.lineOfNode(value) ?? line : line;
      if (!isNode(value)) { break; }
      node = value;
    }
    return line;
  }

  private lineOfNode(node: Node): number | undefined {
    return node.range ? this.counter.linePos(node.range[0]).line : undefined;
  }
}
