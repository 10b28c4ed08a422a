import { round } from './dagre';

/** A lock of 9 by 11 from its upper left corner on; open, its bow stands up. */
export function lockPath(x: number, y: number, closed: boolean): string {
  const body = `M${round(x)} ${round(y + 5)}h9v6.5h-9z`;
  const bow = closed ? `M${round(x + 1.5)} ${round(y + 5)}v-2a3 3 0 0 1 6 0v2h-1.4v-2a1.6 1.6 0 0 0-3.2 0v2z`
    : `M${round(x + 1.5)} ${round(y + 5)}v-3a3 3 0 0 1 6 -.6l-1.3 .5a1.6 1.6 0 0 0-3.3 .1v3z`;
  return body + bow;
}
