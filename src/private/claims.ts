import type { IConstruct } from 'constructs';
import { perApp } from './per-app';
import { Synthesis } from './synthesis';

/**
 * A construct takes something for itself that only one construct of an app may have: a namespace, a Service. Where two
 * take the same, both are told.
 */
export function claim(claimant: IConstruct, what: string, name: string, fix = 'give one of them another name'): void {
  const key = `${what} '${name}'`;
  const claims = claimsOf(claimant);
  const known = claims.get(key);
  if (known === undefined) { claims.set(key, [claimant]); } else { known.push(claimant); }
  Synthesis.of(claimant).addCheck(claimant, () => {
    const all = claims.get(key)!;
    if (all.length === 1) { return []; }
    const others = all.filter(other => other !== claimant);
    return others.length === 0 ? [] : [
      `${key} is also claimed by ${others.map(other => `'${other.node.path}'`).join(', ')}; ${fix}.`,
    ];
  });
}

/** Who has taken something of this name, if anybody has. */
export function claimantOf(scope: IConstruct, what: string, name: string): IConstruct | undefined {
  return claimsOf(scope).get(`${what} '${name}'`)?.[0];
}

function claimsOf(scope: IConstruct): Map<string, IConstruct[]> {
  return perApp(scope, 'Claims', () => new Map<string, IConstruct[]>());
}
