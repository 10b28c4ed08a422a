import { quoted } from './words';

const PREFIX = 'unix://';

export function isUnixSocket(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** What is wrong with `unix:///path/to/socket`; an abstract socket begins with `@`. */
export function unixSocketProblem(text: string): string | undefined {
  const path = text.slice(PREFIX.length);
  if (path.startsWith('@') || (path.startsWith('/') && !path.endsWith('/'))) { return undefined; }
  return `${quoted(text)} names no socket: an absolute path to a file, or an abstract socket after @, follows unix://`;
}
