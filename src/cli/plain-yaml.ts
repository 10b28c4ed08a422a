import { CORE_SCHEMA, load } from 'js-yaml';

/** One document of a text, and the line on which its content begins, from 1. */
export interface PlainDocument {
  readonly value: unknown;
  readonly line: number;
}

/**
 * What plain text has not, and what parsers read differently: directives, ends of documents, tabs, anchors, aliases, tags, merges,
 * lists of objects, keys of null or none or of several parts, binary and endless numbers and the negative zero, templates.
 */
const NOT_PLAIN = [
  /\{\{/,
  /^%|^\.\.\.|^---[^\s]|[\t\r\ufeff\u0085\u2028\u2029]|<</m,
  /(?:^|[\s[{,])[&*!]/,
  /^["']?kind["']?\s*:\s*["']?\w*List\b/m,
  /(?:^|[\s[{,-])(?:[~?]|null|Null|NULL)?\s*:(?:\s|$)/m,
  /(?:^|[\s[{,-])\?(?:\s|$)/m,
  /(?:^|[\s[{,:-])(?:[-+]?0b[01]|-[0.]+(?:[eE]|[\s,\]}]|$)|[-+\d.]+[eE][-+]?\d{3})/m,
];

/**
 * Reads plain text of YAML, as most manifests are, in a fraction of the time that a parser with positions takes.
 *
 * @returns undefined where the text is not plain or not right: ask the other parser, which says what is wrong
 */
export function readPlainYaml(text: string): readonly PlainDocument[] | undefined {
  if (NOT_PLAIN.some(pattern => pattern.test(text))) { return undefined; }
  const documents: PlainDocument[] = [];
  let line = 1;
  // Whatever stands at the beginning of a line after three dashes belongs to a marker of a document, even inside of a text.
  for (const part of text.split(/^(?=---(?:\s|$))/m)) {
    const start = line;
    line += part.split('\n').length - 1;
    const marked = /^---(?:\s|$)/.test(part);
    const content = marked ? part.slice('---'.length) : part;
    if (marked && !/^ *(?:#.*)?(?:\n|$)/.test(content)) { return undefined; }
    const lines = content.split('\n');
    const first = lines.findIndex(one => /^ *[^ #]/.test(one));
    if (first < 0) { continue; }
    const value = loaded(content);
    if (typeof value !== 'object' || value === null) { return undefined; }
    documents.push({ value, line: start + first });
  }
  return documents;
}

function loaded(content: string): unknown {
  try {
    return load(content, { schema: CORE_SCHEMA });
  } catch {
    return undefined;
  }
}
