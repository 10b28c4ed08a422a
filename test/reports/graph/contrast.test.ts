import { DARK, LIGHT } from '../../../src/reports/graph/svg-style';

function colours(text: string): { readonly [name: string]: string } {
  return Object.fromEntries(text.split(';').filter(part => part !== '').map(part => part.slice(2).split(':') as [string, string]));
}

/** As WCAG has it. */
function luminance(colour: string): number {
  const long = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour;
  const parts = [1, 3, 5].map(at => parseInt(long.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** What is written on what. */
const TEXTS: readonly (readonly [string, readonly string[]])[] = [
  ['text', ['page', 'ground', 'box', 'service', 'class', 'gateway']],
  ['faint', ['page', 'ground', 'box', 'gateway']],
  ['fault', ['ground', 'gateway']],
  ...['access', 'tcp', 'entry', 'route', 'aside', 'egress', 'added', 'removed', 'denied', 'unused'].map(name => [name, ['page']] as const),
  ...['error', 'warning', 'info', 'access'].map(name => ['on', [name]] as const),
];

/** Lines and borders by which something is told apart. */
const LINES: readonly (readonly [string, readonly string[]])[] = [
  ['line', ['page', 'box', 'service']],
  ...['access', 'tcp', 'entry', 'route', 'aside', 'egress', 'added', 'removed', 'denied', 'unused'].map(name => [name, ['page', 'box', 'service']] as const),
];

describe.each([['light', LIGHT], ['dark', DARK]])('what is %s', (_, text) => {
  const values = colours(text);
  const all = (pairs: typeof TEXTS): { name: string; ground: string; is: number }[] =>
    pairs.flatMap(([name, grounds]) => grounds.map(ground => ({ name, ground, is: contrast(values[name], values[ground]) })));
  const poor = (pairs: typeof TEXTS, least: number): string[] => all(pairs)
    .filter(({ is }) => !(is >= least)).map(({ name, ground, is }) => `${name} on ${ground}: ${is.toFixed(2)}`);
  test('has text with a contrast of 4.5 to 1', () => { expect(poor(TEXTS, 4.5)).toEqual([]); });
  test('has lines with a contrast of 3 to 1', () => { expect(poor(LINES, 3)).toEqual([]); });
});
