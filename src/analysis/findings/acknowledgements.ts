import type { Rule } from './rule';
import { stringMap, dig } from '../json';
import type { Element } from '../model';

/** `MESH0401: why it may be`, one a line. */
export const ACKNOWLEDGE = 'cdk8s-istio/acknowledge';
const ISTIO_SUPPRESS = 'galley.istio.io/analyze-suppress';
const KIALI_IGNORE = 'kiali.io/ignore-validations';

/** One line of an acknowledgement, as far as it can be read. */
export interface WrittenAcknowledgement {
  readonly code: string;
  readonly reason: string;
}

/** What an object's own annotation acknowledges. */
export function writtenAcknowledgements(element: Element): readonly WrittenAcknowledgement[] {
  const text = annotationsOf(element).get(ACKNOWLEDGE) ?? '';
  return text.split('\n').map(line => line.trim()).filter(line => line !== '').map(line => {
    const colon = line.indexOf(':');
    return colon < 0 ? { code: line, reason: '' } : { code: line.slice(0, colon).trim(), reason: line.slice(colon + 1).trim() };
  });
}

/**
 * Why an object's annotations let a rule's findings pass; undefined where they do not. Istio's and Kiali's own annotations
 * cover what they are written for: rules that stand for one of their codes.
 */
export function acknowledgementOf(element: Element, { code, aliases }: Rule): string | undefined {
  const annotations = annotationsOf(element);
  if (annotations.size === 0) { return undefined; }
  const ours = writtenAcknowledgements(element).find(written => written.code === code && written.reason !== '');
  if (ours !== undefined) { return ours.reason; }
  for (const [annotation, prefix] of [[ISTIO_SUPPRESS, 'IST'], [KIALI_IGNORE, 'KIA']] as const) {
    const value = annotations.get(annotation);
    const covered = aliases.filter(alias => alias.startsWith(prefix));
    if (value === undefined || covered.length === 0) { continue; }
    const named = value.split(',').map(part => part.trim()).filter(part => part !== '');
    const all = annotation === ISTIO_SUPPRESS ? named.includes('*') : named.length === 0;
    if (all || covered.some(alias => named.includes(alias))) { return `annotation ${annotation}: ${value === '' ? "''" : value}`; }
  }
  return undefined;
}

function annotationsOf({ object }: Element): ReadonlyMap<string, string> {
  return stringMap(dig(object, 'metadata', 'annotations'));
}
