import { quoted } from './words';

/** A locality with what is below it; an asterisk stands for all of it. */
type Tree = Map<string, Tree>;

/**
 * What is wrong with a list of localities, such as `us-east/zone-1/*`: the first that cannot be one, or that lies within one before.
 * As Istio sees it: a wildcard after what it covers passes.
 */
export function localitiesProblem(localities: readonly string[]): string | undefined {
  const seen: Tree = new Map();
  for (const locality of localities) {
    const problem = formProblem(locality, seen.has('*')) ?? (add(seen, parts(locality)) ? undefined : overlap(locality));
    if (problem !== undefined) { return problem; }
  }
  return undefined;
}

function formProblem(locality: string, all: boolean): string | undefined {
  if (!/^[^*]*\*?$/.test(locality)) { return `${quoted(locality)} has an asterisk that is not its end`; }
  if (all) { return overlap(locality); }
  return parts(locality).includes('') ? `${quoted(locality)} has an empty part` : undefined;
}

/** Region, zone and subzone, which is all the rest. */
function parts(locality: string): readonly string[] {
  const [region, zone, ...rest] = locality.split('/');
  return [region, ...zone === undefined ? [] : [zone], ...rest.length === 0 ? [] : [rest.join('/')]];
}

/** Whether it could be added: nothing of it, and nothing that covers it, was there. */
function add(tree: Tree, [first, ...rest]: readonly string[]): boolean {
  const below = tree.get(first);
  if (rest.length === 0) {
    if (below !== undefined) { return false; }
    tree.set(first, new Map([['*', new Map()]]));
    return true;
  }
  if (below?.has('*') === true) { return false; }
  const next = below ?? new Map<string, Tree>();
  tree.set(first, next);
  return add(next, rest);
}

function overlap(locality: string): string {
  return `${quoted(locality)} overlaps one before`;
}
