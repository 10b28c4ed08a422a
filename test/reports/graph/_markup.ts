/**
 * What is not as it should be in a text of XML or HTML that we write ourselves: tags that we do not use, attributes without quotation
 * marks, tags that do not close, and characters that are none of XML.
 */
export function strayMarkup(text: string, known: readonly string[], empty: readonly string[] = []): string[] {
  const found: string[] = [];
  const open: string[] = [];
  const tag = /<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<]*")?)*)\s*(\/?)>/y;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) {
    tag.lastIndex = at;
    const match = tag.exec(text);
    if (match === null) {
      found.push(`no tag: ${text.slice(at, at + 30)}`);
      continue;
    }
    const [all, closing, name, attributes, alone] = match;
    if (!known.includes(name)) { found.push(`unknown: ${all}`); }
    if (/\s(?:on[a-z]+|href|src)=/.test(attributes)) { found.push(`does something: ${all}`); }
    if (closing === '/') {
      if (open.pop() !== name) { found.push(`closes another: ${all}`); }
    } else if (alone === '' && !empty.includes(name)) { open.push(name); }
    at = tag.lastIndex - 1;
  }
  if (open.length > 0) { found.push(`not closed: ${open.join()}`); }
  if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) { found.push('an ampersand'); }
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)) { found.push('a character that is none of XML'); }
  return found;
}
