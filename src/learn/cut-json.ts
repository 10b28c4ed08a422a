/** How deep the elements stand that are worth keeping: `{ "elements": { "nodes": [ …` */
const DEPTH = 3;

/**
 * What is left of a JSON text that ends early: everything up to the last element of a list that is there as a whole, with the brackets
 * closed that were open. Undefined where nothing is.
 */
export function mendCutJson(text: string): unknown {
  const open: string[] = [];
  let kept: { readonly length: number; readonly closing: string } | undefined;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') {
      i = endOfString(text, i);
    } else if (character === '{' || character === '[') {
      open.push(character);
    } else if (character === '}' || character === ']') {
      open.pop();
      if (open.length <= DEPTH && open.at(-1) === '[') {
        kept = { length: i + 1, closing: [...open].reverse().map(bracket => (bracket === '{' ? '}' : ']')).join('') };
      }
    }
  }
  if (kept === undefined) { return undefined; }
  try {
    return JSON.parse(text.slice(0, kept.length) + kept.closing);
  } catch {
    return undefined;
  }
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') { i++; } else if (text[i] === '"') { return i; }
  }
  return text.length;
}
