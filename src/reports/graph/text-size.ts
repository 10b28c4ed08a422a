/** Of the text that pictures are written in, in pixels. */
export const LINE = 16;
const CHARACTER = 7.1;
/** Longer lines are broken where they may be, and cut where not; what is cut is told where the mouse points. */
const LONGEST = 34;
/** A line is broken into so many at most. */
const MOST_LINES = 4;

/** Characters of East Asia, and pictures, are twice as wide as others. */
function widthOf(line: string): number {
  return [...line].reduce((sum, character) => sum + ((character.codePointAt(0) as number) > 0x2e7f ? 2 : 1), 0) * CHARACTER;
}

function cut(line: string): string {
  const characters = [...line];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : line;
}

/** Lines that are short enough, broken after commas and blanks; what follows the first of a broken line stands further in. */
export function broken(lines: readonly string[]): readonly string[] {
  return lines.flatMap(line => {
    if ([...line].length <= LONGEST) { return [line]; }
    const parts: string[] = [];
    for (const word of line.split(/(?<= )/)) {
      const last = parts[parts.length - 1];
      if (last !== undefined && [...`${last}${word}`.trimEnd()].length <= LONGEST) { parts[parts.length - 1] = last + word; } else { parts.push(word); }
    }
    const shown = parts.length > MOST_LINES ? [...parts.slice(0, MOST_LINES - 1), `${parts[MOST_LINES - 1].trimEnd()} …`] : parts;
    return shown.map(part => cut(part.trimEnd()));
  });
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How much room lines need, with a margin on all sides. */
export function sizeOf(lines: readonly string[], margin: number): Size {
  return { width: Math.ceil(Math.max(0, ...lines.map(line => widthOf(line)))) + 2 * margin, height: lines.length * LINE + 2 * margin };
}

/** What is written on a line is a little smaller. */
export function labelSize(lines: readonly string[]): Size {
  const { width, height } = sizeOf(lines, 0);
  return { width: Math.ceil(width * 11 / 12) + 8, height: height + 4 };
}
