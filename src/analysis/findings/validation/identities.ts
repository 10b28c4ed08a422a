import { quoted } from './words';

const LONGEST_ACCOUNT = 320;

/** What is wrong with `name` or `namespace/name` of a service account. */
export function serviceAccountProblem(text: string): string | undefined {
  if (text.includes('*')) { return `${quoted(text)} has a wildcard, which service accounts cannot have`; }
  if (text.length > LONGEST_ACCOUNT) { return `${quoted(text)} is longer than ${LONGEST_ACCOUNT} characters`; }
  return /^[^/]+(?:\/[^/]+)?$/.test(text) ? undefined : `${quoted(text)} is neither name nor namespace/name of a service account`;
}

/** What is wrong with a trust domain, or with one that begins or ends with a wildcard. */
export function trustDomainProblem(text: string): string | undefined {
  return wildcardProblem(text) ?? (text.includes('/') ? `${quoted(text)} has a /, which no trust domain has` : undefined);
}

/** Of a text in which one asterisk may be the first or the last character. */
export function wildcardProblem(text: string): string | undefined {
  return /^(?:\*?[^*]*|[^*]*\*)$/.test(text) ? undefined : `${quoted(text)} has a * elsewhere than at one of its ends`;
}
