import { isAddress } from './addresses';
import { quoted } from './words';

/*
 * Names as Istio's webhook takes them. Capitals are allowed everywhere, unlike in Kubernetes.
 */

const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const LONGEST_LABEL = 63;
const LONGEST_NAME = 255;

/** One part of a host name. */
export function isDnsLabel(text: string): boolean {
  return text.length <= LONGEST_LABEL && LABEL.test(text);
}

/** What is wrong with one part of a host name. */
export function dnsLabelProblem(text: string): string | undefined {
  return isDnsLabel(text) ? undefined : `${quoted(text)} is no DNS label: up to 63 letters, digits and hyphens, with a letter or digit at either end`;
}

/** What is wrong with the name of a host. A dot may end it. */
export function fqdnProblem(text: string): string | undefined {
  return lengthProblem(text) ?? labelsProblem(text, text);
}

/** What is wrong with the name of a host, or of all hosts below a domain: `*.example.com`, even `*api.example.com` or `*-api.example.com`. */
export function wildcardDomainProblem(text: string): string | undefined {
  const tooLong = lengthProblem(text);
  if (tooLong !== undefined) { return tooLong; }
  const dot = text.indexOf('.');
  const first = dot < 0 ? text : text.slice(0, dot);
  if (first.length > LONGEST_LABEL || !WILDCARD_LABEL.test(first)) { return partProblem(text, first); }
  return dot < 0 ? undefined : labelsProblem(text.slice(dot + 1), text);
}

/** As `wildcardDomainProblem`, where an address may stand as well. */
export function hostProblem(text: string): string | undefined {
  return isAddress(text) ? undefined : wildcardDomainProblem(text);
}

/** Hosts that match by a part of a label, such as `*api.example.com`. */
export function isPartialWildcard(text: string): boolean {
  return text.includes('*') && text.length !== 1 && !text.startsWith('*.');
}

/** As routes that pass TLS from mesh to mesh name hosts by SNI: `outbound_.80_._.reviews.bookinfo.svc.cluster.local`. */
export function isGeneratedSni(text: string): boolean {
  return text.length <= LONGEST_NAME && /^outbound_[^_]*[0-9][^_]*_[^_]*_[^_]*[a-zA-Z]/.test(text);
}

function lengthProblem(text: string): string | undefined {
  if (text === '') { return 'a host without a name'; }
  return text.length > LONGEST_NAME ? `${quoted(text)} is longer than ${LONGEST_NAME} characters` : undefined;
}

function labelsProblem(text: string, whole: string): string | undefined {
  const labels = text.split('.');
  const last = labels[labels.length - 1];
  if (/^[-+]?[0-9]+$/.test(last)) { return `${quoted(whole)} is no host name: it ends with the number ${last}`; }
  const wrong = labels.find((label, i) => !isDnsLabel(label) && !(label === '' && i === labels.length - 1));
  return wrong === undefined ? undefined : partProblem(whole, wrong);
}

function partProblem(whole: string, part: string): string {
  if (part === '') { return `${quoted(whole)} is no host name: nothing is before a dot`; }
  if (part === whole) { return `${quoted(whole)} is no host name`; }
  return `${quoted(whole)} is no host name: ${quoted(part)} cannot be a part of one`;
}
