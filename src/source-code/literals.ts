/** A text in single quotes; in double ones where that saves escapes. */
export function stringText(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  return quote + [...value].map(character => escaped(character, quote)).join('') + quote;
}

const ESCAPES: { readonly [character: string]: string } = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string, quote: string): string {
  if (character === quote) { return `\\${character}`; }
  const known = Object.prototype.hasOwnProperty.call(ESCAPES, character) ? ESCAPES[character] : undefined;
  // What a reader could not see: controls, directions, spaces of other widths, the ends of lines, and halves of characters.
  return known ?? (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(character)
    ? [...Array(character.length).keys()].map(i => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join('') : character);
}

/** A key of an object: bare where it can be, quoted otherwise. */
export function keyText(key: string): string {
  // Written as any other key it would be the object's prototype.
  if (key === '__proto__') { return "['__proto__']"; }
  return /^[A-Za-z_$][\w$]*$/.test(key) || /^(?:0|[1-9]\d{0,14})$/.test(key) ? key : stringText(key);
}
