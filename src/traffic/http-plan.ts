import { UNSAYABLE } from './condition';
import type { Conjunction } from './conjunction';
import { both, conjunctionText, covers, EVERYTHING, keyOf, UNSAYABLE_REASON } from './conjunction';
import { retryProblems } from './retries';
import { inCanonicalOrder, unreachableProblems } from './rule-order';
import type { Action, Effect, Feature, TrafficModel } from './traffic-model';
import { slotOf } from './traffic-model';
import type { CalleePort } from '../calls/callee';
import { inKeyOrder, sorted } from '../private/naming';

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
  const parts = reachable(takings.flatMap(taking => weaving.split(taking)));
  const routes = parts.map(part => ({ match: part.match, action: part.action, effects: weaving.effectsOn(part) }));
  const problems = [...unreachableProblems(takings), ...weaving.problems];
  if (routes.length > MAX_ROUTES) {
    problems.push(`rules and features for port '${port.name}' come to ${routes.length} routes, because requests can meet many of their matches at once; use at most ${MAX_ROUTES}.`);
  }
  return { routes, used: weaving.used, problems: [...new Set(problems)] };
}

/** A match as far as it is for a port and a place, without asking for them any more; nothing if it is for others. */
function placed(match: Conjunction, port: CalleePort, place: string): Conjunction[] {
  const { port: name, gateways, ...rest } = match;
  // Most matches ask for neither; and whoever asks for nothing at all is known by that.
  if (name === undefined && gateways === undefined && !asksForSource(match)) { return [match]; }
  // At a gateway every request has the gateway for its source.
  const foreign = place !== MESH && asksForSource(match);
  return (name !== undefined && name !== port.name) || (gateways && !gateways.includes(place)) || foreign ? [] : [rest];
}

function asksForSource({ sourceNamespace, sourceLabels }: Conjunction): boolean {
  return sourceNamespace !== undefined || sourceLabels.size > 0;
}

/** A part of the requests that a rule takes. */
interface Part {
  readonly match: Conjunction;
  readonly action: Action;
  /** Which matches of features all of them meet. */
  readonly met: ReadonlySet<string>;
}

class Weaving {
  public readonly used = new Set<Feature>();
  public readonly problems: string[] = [];
  private readonly conditional: readonly Wanted[];

  public constructor(private readonly wanted: readonly Wanted[]) {
    const byMatch = new Map(wanted.map(one => [keyOf(one.match), one]));
    this.conditional = [...byMatch.values()].filter(({ match }) => keyOf(match) !== keyOf(EVERYTHING));
  }

  /** What a rule takes, in parts of which each meets a match of a feature as a whole or is its rest. */
  public split({ text, match: taken, action }: { readonly text: string; readonly match: Conjunction; readonly action: Action }): Part[] {
    let parts: Part[] = [{ match: taken, action, met: new Set([keyOf(EVERYTHING)]) }];
    if (action.kind !== 'forward') {
      return parts;
    }
    for (const { feature, match } of this.conditional) {
      // Once there are too many, more of them tell nothing more.
      parts = parts.length > MAX_ROUTES ? parts : parts.flatMap(part => {
        const matched = both(part.match, match);
        if (matched === UNSAYABLE) {
          this.problems.push(`${feature.text} and ${text} cannot be combined: ${conjunctionText(match)} and ${conjunctionText(part.match)}: ${UNSAYABLE_REASON}.`);
        }
        if (matched === UNSAYABLE || matched === undefined) {
          return [part];
        }
        const inside = { match: matched, action, met: new Set([...part.met, keyOf(match)]) };
        return keyOf(matched) === keyOf(part.match) ? [inside] : [inside, part];
      });
    }
    return parts;
  }

  /** For each slot the effect that is meant most narrowly. */
  public effectsOn({ match, action, met }: Part): Effect[] {
    if (action.kind !== 'forward') {
      return [];
    }
    const bySlot = new Map<string, { effect: Effect; from: Wanted }[]>();
    for (const from of this.wanted) {
      if (!met.has(keyOf(from.match))) { continue; }
      this.used.add(from.feature);
      for (const effect of from.feature.effects) {
        const slot = slotOf(effect);
        const rivals = bySlot.get(slot);
        if (rivals === undefined) { bySlot.set(slot, [{ effect, from }]); } else { rivals.push({ effect, from }); }
      }
    }
    const effects = inKeyOrder(bySlot).map(rivals => {
      const best = rivals.length < 2 ? rivals : rivals.filter(({ from }) => !rivals.some(other => narrower(other.from.match, from.match)));
      if (best.length > 1) {
        const [first, second] = sorted(best.map(({ from }) => from.feature.text));
        this.problems.push(`${first} and ${second} are for the same requests (${conjunctionText(match)}), and only one of them can be; restrict one of them by 'when', or remove it.`);
      }
      return best[0].effect;
    });
    this.problems.push(...retryProblems(effects));
    return effects;
  }
}

/** Without what earlier parts leave nothing of. */
function reachable(parts: readonly Part[]): Part[] {
  return parts.length > MAX_ROUTES ? [...parts]
    : parts.filter(({ match }, i) => !parts.slice(0, i).some(earlier => covers(earlier.match, match)));
}

function narrower(one: Conjunction, other: Conjunction): boolean {
  return keyOf(one) !== keyOf(other) && covers(other, one);
}
