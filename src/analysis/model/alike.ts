/** What is remembered of one value, however often it is written. */
export interface Place<T> {
  item?: T;
}

interface Node<T> extends Place<T> {
  next?: Map<unknown, Node<T>>;
}

/** Deeper than this nothing is written that is compared; or it has no end. */
const DEEPEST = 16;

/** Finds JSON that is written alike, in the same order of keys. It is followed word by word: texts of it would be made for nothing else. */
export class Alike<T> {
  private readonly root: Node<T> = {};

  /** Undefined for what is not compared. */
  public placeOf(value: unknown): Place<T> | undefined {
    return follow(this.root, value, 0);
  }
}

function follow<T>(from: Node<T>, value: unknown, depth: number): Node<T> | undefined {
  if (typeof value !== 'object' || value === null) { return step(from, value); }
  if (depth === DEEPEST) { return undefined; }
  if (Array.isArray(value)) {
    let node: Node<T> | undefined = step(from, beginning(LISTS, value.length));
    for (let i = 0; i < value.length && node !== undefined; i++) { node = follow(node, value[i], depth + 1); }
    return node;
  }
  const keys = Object.keys(value);
  let node: Node<T> | undefined = step(from, beginning(OBJECTS, keys.length));
  for (let i = 0; i < keys.length && node !== undefined; i++) {
    node = follow(step(node, keys[i]), (value as Readonly<Record<string, unknown>>)[keys[i]], depth + 1);
  }
  return node;
}

function step<T>(from: Node<T>, word: unknown): Node<T> {
  from.next ??= new Map();
  let node = from.next.get(word);
  if (node === undefined) { from.next.set(word, node = {}); }
  return node;
}

/** Words with which lists and objects of a length begin, and which no value is: so it is known where they end. */
const LISTS = new Map<number, symbol>();
const OBJECTS = new Map<number, symbol>();

function beginning(words: Map<number, symbol>, length: number): symbol {
  let word = words.get(length);
  if (word === undefined) { words.set(length, word = Symbol(`${length}`)); }
  return word;
}
