import type { IConstruct } from 'constructs';

const ELSEWHERE = Symbol.for('cdk8s-istio.Elsewhere');

/** Say of a construct that it stands for what other apps deploy. */
export function markElsewhere(construct: IConstruct): void {
  Object.defineProperty(construct, ELSEWHERE, { value: true });
}

/** Does the construct stand for what other apps deploy? */
export function isElsewhere(construct: IConstruct): boolean {
  return ELSEWHERE in construct;
}
