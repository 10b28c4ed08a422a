import type { Bounds, ProductSet } from '../../../algebra';
import type { RouteSpace } from '../../world/route-space';

/** Something of a list of rules that is never reached. */
export interface Shadow {
  readonly rule: number;
  /** The match; undefined where it is the whole rule. */
  readonly match?: number;
  /** The earlier rule that takes all of it; undefined where it takes several. */
  readonly by?: number;
}

/** What of rules is never reached, because earlier ones for certain take all that it may take. A rule without matches takes everything. */
export function shadowsIn(space: RouteSpace, gateways: readonly string[] | undefined, rules: readonly (readonly Bounds[])[]): readonly Shadow[] {
  const { bounds, sets } = space.access.algebra;
  const all = rules.map(matches => matches.length === 0 ? [bounds.all] : matches);
  const possible = space.possible(gateways, ...all.flat().map(({ may }) => may));
  const takenBy: ProductSet[] = [];
  let taken = sets.none;
  return all.flatMap((matches, rule): readonly Shadow[] => {
    const rests = matches.map(({ may }) => sets.intersection(may, possible));
    const isHidden = (rest: ProductSet): boolean => !sets.isEmpty(rest) && sets.isSubset(rest, taken);
    const hidden = rests.flatMap((rest, match) => isHidden(rest) ? [match] : []);
    const cover = (rest: ProductSet): Pick<Shadow, 'by'> => {
      const by = takenBy.findIndex(set => sets.isSubset(rest, set));
      return by === -1 ? {} : { by };
    };
    const whole = hidden.length > 0 && rests.every(rest => sets.isEmpty(rest) || isHidden(rest));
    const found = whole ? [{ rule, ...cover(sets.union(...rests)) }] : hidden.map(match => ({ rule, match, ...cover(rests[match]) }));
    const own = sets.union(...matches.map(({ must }) => must));
    takenBy.push(own);
    taken = sets.union(taken, own);
    return found;
  });
}
