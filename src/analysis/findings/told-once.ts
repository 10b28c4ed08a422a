import type { Finding } from './finding';

/**
 * Findings without those about a place where the API server, or else istiod's webhook, refuses the object: what they refuse gets
 * no further, and one mistake is told once.
 */
export function toldOnce<T>(list: readonly T[], findingIn: (item: T) => Finding): readonly T[] {
  const refusals = new Map<string, Refusals>();
  for (const item of list) {
    const finding = findingIn(item);
    if (finding.severity !== 'error' || stageOf(finding) === LAST_STAGE || finding.path === '') { continue; }
    const key = objectKey(finding);
    const known = refusals.get(key) ?? new Refusals();
    refusals.set(key, known);
    known.add(finding.path, stageOf(finding));
  }
  return refusals.size === 0 ? list : list.filter(item => {
    const finding = findingIn(item);
    return refusals.get(objectKey(finding))?.isToldBefore(finding.path, stageOf(finding)) !== true;
  });
}

const LAST_STAGE = 3;

/** Who tells first: the API server (MESH01…), istiod's webhook (up to …39), whoever looks at several objects. */
function stageOf({ code }: Finding): number {
  if (code.startsWith('MESH01')) { return 1; }
  return Number(code.slice(-2)) < 40 ? 2 : LAST_STAGE;
}

/** The places of one object that are refused, with the first stage that does. */
class Refusals {
  private readonly places = new Map<string, number>();
  /** Places that hold one directly. */
  private readonly holders = new Map<string, number>();

  public add(path: string, stage: number): void {
    const holder = holderOf(path);
    lower(this.places, path, stage);
    if (holder !== undefined) { lower(this.holders, holder, stage); }
  }

  /** Whether the place, the one that holds it or one directly in it is refused at an earlier stage. */
  public isToldBefore(path: string, stage: number): boolean {
    const holder = holderOf(path);
    return [this.places.get(path), this.holders.get(path), holder === undefined ? undefined : this.places.get(holder)]
      .some(earlier => earlier !== undefined && earlier < stage);
  }
}

function lower(map: Map<string, number>, key: string, value: number): void {
  map.set(key, Math.min(map.get(key) ?? value, value));
}

/** The path that a place is directly in; undefined for the object's own fields and what is directly in them, which say too little. */
function holderOf(path: string): string | undefined {
  const holder = path.replace(/(?:\.[^.[]+|\[\d+\]|\["(?:[^"\\]|\\.)*"\])$/, '');
  return holder !== path && /[.[]/.test(holder) ? holder : undefined;
}

function objectKey({ object: { apiVersion, kind, namespace, name } }: Finding): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}
