/** How a text is meant. */
export type Style = 'bad' | 'doubtful' | 'good' | 'remark' | 'faint' | 'strong';

/** A text as it is written: coloured, or as it is. */
export type Paint = (style: Style, text: string) => string;

/** What begins a style, and what ends it: `node:util` has such a function, which looks at the terminal itself in some releases and not in others. */
const CODES: { readonly [S in Style]: readonly [number, number] } = {
  bad: [31, 39], doubtful: [33, 39], good: [32, 39], remark: [36, 39], faint: [90, 39], strong: [1, 22],
};

export const PLAIN: Paint = (_, text) => text;

export const COLOURED: Paint = (style, text) => `\x1b[${CODES[style][0]}m${text}\x1b[${CODES[style][1]}m`;

interface Stream {
  readonly isTTY?: boolean;
}

/**
 * Colours on a terminal only, unless the environment says otherwise.
 *
 * @see https://no-color.org
 * @see https://force-color.org
 */
export function paintFor(stream: Stream, env: NodeJS.ProcessEnv): Paint {
  const { FORCE_COLOR: force = '', NO_COLOR: no = '', TERM: term } = env;
  if (force !== '') { return /^(?:0|false)$/i.test(force) ? PLAIN : COLOURED; }
  return no === '' && term !== 'dumb' && stream.isTTY === true ? COLOURED : PLAIN;
}

/** Colours whole lines by how they begin. */
export function paintLines(text: string, paint: Paint, styles: readonly (readonly [RegExp, Style])[]): string {
  if (paint === PLAIN) { return text; }
  return text.split('\n').map(line => {
    const style = styles.find(([pattern]) => pattern.test(line))?.[1];
    return style === undefined ? line : paint(style, line);
  }).join('\n');
}
