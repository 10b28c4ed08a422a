import { isCollection, isNode, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { Document } from 'yaml';
import { InputError } from './input-error';
import { readPlainYaml } from './plain-yaml';
import { isObject, valueAt } from '../analysis/json';
import type { Manifest, Origin } from '../analysis/manifest';

/** What an alias may be repeated: more is an attack on memory. */
const MAX_ALIASES = 100;

/**
 * The objects of a text of YAML, which may have many documents, or of JSON. Throws nothing but `InputError`.
 */
export function parseManifests(file: string, text: string): readonly Manifest[] {
  try {
    return /\.json$/i.test(file) ? parseJson(file, text) : parseYaml(file, text);
  } catch (error) {
    if (error instanceof InputError) { throw error; }
    if (error instanceof RangeError) { throw new InputError(`${file}: this is nested too deeply`); }
    throw new InputError(`${file}: ${firstLine(error)}`);
  }
}

function parseJson(file: string, text: string): readonly Manifest[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) { throw error; }
    const position = Number(/position (\d+)/.exec(error.message)?.[1] ?? text.length);
    throw new InputError(`${file}:${text.slice(0, position).split('\n').length}: this is not JSON: ${firstLine(error)}`);
  }
  return (Array.isArray(value) ? value : [value]).map((object: unknown) => ({ object, origin: { file, line: 1 } }));
}

function parseYaml(file: string, text: string): readonly Manifest[] {
  const plain = readPlainYaml(text);
  return plain === undefined ? parseAnyYaml(file, text)
    : plain.filter(({ value }) => value !== null && value !== undefined).map(({ value, line }) => ({ object: value, origin: { file, line } }));
}

/** Exported for tests: what it says is what the quicker reader must say. */
export function parseAnyYaml(file: string, text: string): readonly Manifest[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, merge: true, logLevel: 'silent', prettyErrors: false });
  // An empty text has no documents but one that says so.
  if (!Array.isArray(documents)) { return []; }
  return documents.flatMap((document: Document.Parsed) => {
    const at = (offset: number): string => `${file}:${lines.linePos(offset).line}`;
    const [error] = document.errors;
    if (error !== undefined) {
      if (error.message.startsWith('Maximum call stack')) { throw new InputError(`${at(error.pos[0])}: this is nested too deeply`); }
      const braces = /\{\{|\{%/.exec(text);
      throw new InputError(braces === null ? `${at(error.pos[0])}: this is not YAML: ${firstLine(error)}` : `${at(braces.index)}: ${TEMPLATE}`);
    }
    const hole = text.includes('{{') ? holeOf(document) : undefined;
    if (hole !== undefined) { throw new InputError(`${at(hole)}: ${TEMPLATE}`); }
    const start = document.contents?.range?.[0] ?? document.range[0];
    const object = toValue(document, at(start));
    if (object === null || object === undefined) { return []; }
    const origin = (offset: number): Origin => ({ file, line: lines.linePos(offset).line });
    const items = itemsOf(document, object) ?? [{ item: object, offset: start }];
    return items.map(({ item, offset }) => ({ object: item, origin: origin(offset ?? start) }));
  });
}

const TEMPLATE = 'this is a template, with {{ or {% where YAML has values; give what is made of it, such as: helm template CHART | cdk8s-istio check -';

/** Where a template has a hole that is YAML by chance: in `name: {{ .Values.name }}` a map is the key of a map. */
function holeOf(document: Document.Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Pair(_, { key }) {
      if (!isCollection(key)) { return undefined; }
      offset = key.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

interface Item {
  readonly item: unknown;
  readonly offset?: number;
}

/** What a list holds, so that each object has the line that it begins on; undefined where it is no list of objects. */
function itemsOf(document: Document.Parsed, object: unknown): readonly Item[] | undefined {
  const items = valueAt(object, 'items');
  if (valueAt(object, 'kind') !== 'List' || !Array.isArray(items) || !items.every(isObject)) { return undefined; }
  return items.map((item, i) => {
    const node = document.getIn(['items', i], true);
    return { item, ...isNode(node) && node.range ? { offset: node.range[0] } : {} };
  });
}

function toValue(document: Document.Parsed, place: string): unknown {
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new InputError(`${place}: ${error instanceof RangeError ? 'this is nested too deeply' : firstLine(error)}`);
  }
  if (isCyclic(value, new Set(), new Set())) { throw new InputError(`${place}: an alias of this document leads back into itself`); }
  return value;
}

function isCyclic(value: unknown, above: Set<unknown>, done: Set<unknown>): boolean {
  if (typeof value !== 'object' || value === null || done.has(value)) { return false; }
  if (above.has(value)) { return true; }
  above.add(value);
  const cyclic = Object.values(value).some(entry => isCyclic(entry, above, done));
  above.delete(value);
  done.add(value);
  return cyclic;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
