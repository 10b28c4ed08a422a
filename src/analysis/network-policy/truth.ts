/**
 * What a check on manifests can say: yes, no, or that the manifests do not tell.
 * A doubt carries its causes, so that an UNKNOWN can always say what is missing.
 */
export type Truth = boolean | Doubt;

/** Neither yes nor no, and why. */
export interface Doubt {
  readonly causes: readonly string[];
}

export function doubt(...causes: string[]): Doubt {
  return { causes };
}

export function isDoubt(truth: Truth): truth is Doubt {
  return typeof truth === 'object';
}

/** No cause twice, in the order of their first mention. */
export function mergeDoubts(doubts: readonly Doubt[]): Doubt {
  return { causes: [...new Set(doubts.flatMap((one) => one.causes))] };
}

/** Holds for all: one clear no settles it, however many doubts stand beside it. */
export function every<T, C>(items: readonly T[], check: (item: T, context: C) => Truth, context: C): Truth {
  let doubts: Doubt[] | undefined;
  for (const item of items) {
    const answer = check(item, context);
    if (answer === false) return false;
    if (isDoubt(answer)) (doubts ??= []).push(answer);
  }
  return doubts === undefined ? true : mergeDoubts(doubts);
}

/** Holds for one of them: one clear yes settles it, however many doubts stand beside it. */
export function some<T, C, D = undefined>(items: readonly T[], check: (item: T, context: C, further: D) => Truth, context: C, further?: D): Truth {
  let doubts: Doubt[] | undefined;
  for (const item of items) {
    const answer = check(item, context, further as D);
    if (answer === true) return true;
    if (isDoubt(answer)) (doubts ??= []).push(answer);
  }
  return doubts === undefined ? false : mergeDoubts(doubts);
}

export function both(one: Truth, other: Truth): Truth {
  if (one === false || other === false) return false;
  if (isDoubt(one)) return isDoubt(other) ? mergeDoubts([one, other]) : one;
  return other;
}
