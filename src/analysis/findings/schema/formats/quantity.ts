/** Without digits it is 0, except where the suffix would be read as an exponent. */
const QUANTITY = /^(?!$|[+-]?\.?Ei$)[+-]?\d*(?:\.\d*)?(?<suffix>[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

/**
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text.trim());
}

const DECIMAL: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** About how much a quantity is; undefined if it is none. */
export function quantityOf(value: unknown): number | undefined {
  const text = String(value).trim();
  const match = QUANTITY.exec(text);
  if (match === null) { return undefined; }
  const suffix = match.groups?.suffix ?? '';
  if (!/\d/.test(text.slice(0, text.length - suffix.length))) { return 0; }
  if (/^[eE][+-]?\d/.test(suffix)) { return Number(text); }
  const number = Number(text.slice(0, text.length - suffix.length));
  return number * (BINARY.includes(suffix) ? 1024 ** (BINARY.indexOf(suffix) + 1) : DECIMAL[suffix] ?? 1);
}
