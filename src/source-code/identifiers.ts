/** Words that may not be names of constants, in modules and with `strict`. */
const RESERVED = new Set(`abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do else
  enum eval export exports extends false finally for from function get global globalThis if implements import in instanceof interface is let module
  new never null number object of package private protected public readonly require return set static string super switch symbol this throw true
  try type typeof undefined unknown var void while with yield Infinity NaN Object Array String Number Boolean Symbol Map Set Date Error Promise
  console process Buffer __dirname __filename constructor`.split(/\s+/));

/** A camel-case name made of words in any spelling: 'product-page v1' is productPageV1. */
export function camelCase(text: string): string {
  const words = text.normalize('NFKD').replace(/[̀-ͯ]/g, '').split(/[^A-Za-z0-9]+/).filter(word => word !== '');
  const joined = words.map((word, i) => (i === 0 ? lowerFirst(word) : word[0].toUpperCase() + word.slice(1))).join('');
  return joined === '' ? 'unnamed' : /^[0-9]/.test(joined) ? `_${joined}` : joined;
}

/** 'HTTPServer' is httpServer, 'DNS' is dns, 'canaryV2' stays. */
function lowerFirst(word: string): string {
  return /^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, start => start.toLowerCase());
}

/** Names of one file: each is given once. */
export class Identifiers {
  private readonly taken = new Set<string>();

  /** A name as wanted, or with a number where that is taken or means something else. */
  public take(wanted: string): string {
    const base = RESERVED.has(wanted) ? `${wanted}_` : wanted;
    let name = base;
    // A digit at the end would read as a part of the number.
    for (let i = 2; this.taken.has(name); i++) { name = /[0-9]$/.test(base) ? `${base}_${i}` : `${base}${i}`; }
    this.taken.add(name);
    return name;
  }
}
