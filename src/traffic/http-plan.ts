import { UNSAYABLE } from './condition';
import type { Conjunction } from './conjunction';
import { both, conjunctionText, covers, EVERYTHING, keyOf, UNSAYABLE_REASON } from './conjunction';
import { retryProblems } from './retries';
import { inCanonicalOrder, unreachableProblems } from './rule-order';
import type { Action, Effect, Feature, TrafficModel } from './traffic-model';
import { slotOf } from './traffic-model';
import type { CalleePort } from '../calls/callee';
import { sorted } from '../private/naming';

/** How many routes one port may come to: features whose matches overlap multiply. */
const MAX_ROUTES = 250;

/** The place of the mesh's own proxies; a gateway's is its 'namespace/name'. */
export const MESH = 'mesh';

/** One route as it is written: the first whose match a request meets takes it. */
export interface PlannedRoute {
  readonly match: Conjunction;
  readonly action: Action;
  readonly effects: readonly Effect[];
}

/** The routes for one port, at one place. */
export interface HttpPlan {
  readonly routes: readonly PlannedRoute[];
  /** The features that have a part in them. */
  readonly used: ReadonlySet<Feature>;
  readonly problems: readonly string[];
}

/** A feature, and the requests that it is for, at this port and place. */
interface Wanted {
  readonly feature: Feature;
  readonly match: Conjunction;
}

/**
 * The routes for one port: rules in their order, then the default. What a feature does to some requests only is woven in: each
 * route that such requests may take is split into their part and the rest.
 *
 * @param place 'mesh', or the gateway's 'namespace/name'
 */
export function planHttp(model: TrafficModel, port: CalleePort, place: string): HttpPlan {
  const here = (match: Conjunction): Conjunction[] => placed(match, port, place);
  const rules = inCanonicalOrder(model.rules.flatMap(rule => here(rule.match).map(match => ({ ...rule, match }))));
  const [standard] = model.defaults;
  const takings = [...rules, ...standard ? [{ ...standard, match: EVERYTHING }] : []];
  const wanted = model.features.flatMap(feature => here(feature.when).map(match => ({ feature, match })));
  const weaving = new Weaving(sorted(wanted, ({ feature, match }) => `${keyOf(match)} ${JSON.stringify(feature.effects)}`));
  const routes = takings.flatMap(taking => (taking.action.kind === 'forward' ? weaving.weave(taking) : [{ ...taking, effects: [] }]));
  const problems = [...unreachableProblems(takings), ...weaving.problems];
  if (routes.length > MAX_ROUTES) {
    problems.push(`rules and features for port '${port.name}' come to ${routes.length} routes, because requests can meet many of their matches at once; use at most ${MAX_ROUTES}.`);
  }
  return { routes, used: weaving.used, problems: [...new Set(problems)] };
}

/** A match as far as it is for a port and a place, without asking for them any more; nothing if it is for others. */
function placed(match: Conjunction, port: CalleePort, place: string): Conjunction[] {
  const { port: name, gateways, ...rest } = match;
  // At a gateway every request has the gateway for its source.
  const foreign = place !== MESH && (match.sourceNamespace !== undefined || match.sourceLabels.size > 0);
  return (name !== undefined && name !== port.name) || (gateways && !gateways.includes(place)) || foreign ? [] : [rest];
}

class Weaving {
  public readonly used = new Set<Feature>();
  public readonly problems: string[] = [];
  private readonly conditional: readonly Wanted[];

  public constructor(private readonly wanted: readonly Wanted[]) {
    const byMatch = new Map(wanted.map(one => [keyOf(one.match), one]));
    this.conditional = [...byMatch.values()].filter(({ match }) => keyOf(match) !== keyOf(EVERYTHING));
  }

  public weave(taking: { readonly text: string; readonly match: Conjunction; readonly action: Action }): PlannedRoute[] {
    let parts: Conjunction[] = [taking.match];
    for (const { feature, match } of this.conditional) {
      // Once there are too many, more of them tell nothing more.
      parts = parts.length > MAX_ROUTES ? parts : parts.flatMap(part => {
        const matched = both(part, match);
        if (matched === UNSAYABLE) {
          this.problems.push(`${feature.text} and ${taking.text} cannot be combined: ${conjunctionText(match)} and ${conjunctionText(part)}: ${UNSAYABLE_REASON}.`);
          return [part];
        }
        return matched === undefined ? [part] : keyOf(matched) === keyOf(part) ? [part] : [matched, part];
      });
    }
    return reachable(parts).map(match => {
      const effects = this.effectsOn(match);
      this.problems.push(...retryProblems(effects));
      return { match, action: taking.action, effects };
    });
  }

  /** For each slot the effect that is meant most narrowly. */
  private effectsOn(match: Conjunction): Effect[] {
    const bySlot = new Map<string, { effect: Effect; from: Wanted }[]>();
    for (const from of this.wanted.filter(one => covers(one.match, match))) {
      this.used.add(from.feature);
      from.feature.effects.forEach(effect => bySlot.set(slotOf(effect), [...bySlot.get(slotOf(effect)) ?? [], { effect, from }]));
    }
    return sorted(bySlot, ([slot]) => slot).map(([, rivals]) => {
      const best = rivals.filter(({ from }) => !rivals.some(other => narrower(other.from.match, from.match)));
      if (best.length > 1) {
        const [first, second] = sorted(best.map(({ from }) => from.feature.text));
        this.problems.push(`${first} and ${second} are for the same requests (${conjunctionText(match)}), and only one of them can be; restrict one of them by 'when', or remove it.`);
      }
      return best[0].effect;
    });
  }
}

/** Without what an earlier one leaves nothing of. */
export function reachable(matches: readonly Conjunction[]): Conjunction[] {
  return matches.length > MAX_ROUTES ? [...matches]
    : matches.filter((match, i) => !matches.slice(0, i).some(earlier => covers(earlier, match)));
}

function narrower(one: Conjunction, other: Conjunction): boolean {
  return covers(other, one) && keyOf(one) !== keyOf(other);
}
