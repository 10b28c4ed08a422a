/** Of the text that pictures are written in, in pixels. */
export const LINE = 16;
const CHARACTER = 6.9;
/** Longer lines are cut in a picture; what is cut is told where the mouse points. */
const LONGEST = 44;

/** Characters of East Asia, and pictures, are twice as wide as others. */
function widthOf(line: string): number {
  return [...line].reduce((sum, character) => sum + ((character.codePointAt(0) as number) > 0x2e7f ? 2 : 1), 0) * CHARACTER;
}

export function cut(line: string): string {
  const characters = [...line];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : line;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How much room lines need, with a margin on all sides. */
export function sizeOf(lines: readonly string[], margin: number): Size {
  return { width: Math.ceil(Math.max(0, ...lines.map(line => widthOf(cut(line))))) + 2 * margin, height: lines.length * LINE + 2 * margin };
}

/** What is written on a line is a little smaller. */
export function labelSize(lines: readonly string[]): Size {
  const { width, height } = sizeOf(lines, 0);
  return { width: Math.ceil(width * 11 / 12) + 4, height: height + 4 };
}
