import type { Finding } from './finding';

/**
 * Findings without those about a place where the API server, or else istiod's webhook, refuses the object: what they refuse gets
 * no further, and one mistake is told once.
 */
export function toldOnce<T>(list: readonly T[], findingIn: (item: T) => Finding): readonly T[] {
  const refusals = new Map<string, Finding[]>();
  for (const item of list) {
    const finding = findingIn(item);
    if (finding.severity !== 'error' || stageOf(finding) === LAST_STAGE || finding.path === '') { continue; }
    const key = objectKey(finding);
    const known = refusals.get(key);
    if (known === undefined) { refusals.set(key, [finding]); } else { known.push(finding); }
  }
  if (refusals.size === 0) { return list; }
  return list.filter(item => {
    const finding = findingIn(item);
    return !(refusals.get(objectKey(finding)) ?? []).some(refusal => stageOf(refusal) < stageOf(finding) && isSamePlace(refusal.path, finding.path));
  });
}

const LAST_STAGE = 3;

/** Who tells first: the API server (MESH01…), istiod's webhook (up to …39), whoever looks at several objects. */
function stageOf({ code }: Finding): number {
  if (code.startsWith('MESH01')) { return 1; }
  return Number(code.slice(-2)) < 40 ? 2 : LAST_STAGE;
}

/** A path that leads below the object's own fields. */
function isPlace(path: string): boolean {
  return /[.[]/.test(path);
}

/** The same place, or one that the other holds directly. */
function isSamePlace(one: string, other: string): boolean {
  return one === other || isDirectlyIn(one, other) || isDirectlyIn(other, one);
}

function isDirectlyIn(inner: string, outer: string): boolean {
  if (!isPlace(outer) || !inner.startsWith(outer)) { return false; }
  const rest = inner.slice(outer.length);
  return /^(?:\.[^.[]+|\[\d+\]|\["(?:[^"\\]|\\.)*"\])$/.test(rest);
}

function objectKey({ object: { apiVersion, kind, namespace, name } }: Finding): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}
