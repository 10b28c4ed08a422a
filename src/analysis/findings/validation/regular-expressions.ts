import { quoted } from './words';
import { parseRe2 } from '../../algebra/strings/re2';
import { Unread, Unsupported } from '../../algebra/strings/unsupported';

const LONGEST = 1024;

/** What is wrong with a regular expression that a proxy is to match. */
export function regexProblem(source: string): string | undefined {
  if (source === '') { return 'an empty regular expression'; }
  const bytes = Buffer.byteLength(source);
  if (bytes > LONGEST) { return `a regular expression of ${bytes} bytes, of which Istio takes ${LONGEST} at most`; }
  return syntaxProblem(source);
}

/** What RE2 refuses of it. */
export function syntaxProblem(source: string): string | undefined {
  const parsed = parseRe2(source);
  return parsed instanceof Unsupported && !(parsed instanceof Unread) ? `${quoted(source)} is no regular expression of RE2: ${parsed.reason}` : undefined;
}
