import { plainText } from '../../analysis/graph/plain-text';

const NAMES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** A text of somebody else's as text or attribute of XML and HTML. */
export function escapeXml(text: string): string {
  return plainText(text).replace(/[&<>"']/g, character => NAMES[character]);
}
