import type { Decision, LayerVerdict, Verdict } from './decision';
import { LAYERS } from './decision';

/** The layers of one way: all must admit. The first that denies decides, else the first that is unknown. */
export function together(layers: readonly LayerVerdict[]): Decision {
  const ordered = inOrder(layers);
  const deciding = decidingOf(ordered);
  const { verdict, layer, object, rule, reason } = deciding;
  const sees = verdict === 'ALLOW' ? 'ok' : deciding.sees;
  return {
    verdict,
    layer,
    ...object === undefined ? undefined : { object },
    ...rule === undefined ? undefined : { rule },
    reason,
    ...sees === undefined ? undefined : { sees },
    layers: ordered,
  };
}

/** Those of one layer stay in the order in which they came. */
function inOrder(layers: readonly LayerVerdict[]): LayerVerdict[] {
  const ordered: LayerVerdict[] = [];
  for (const layer of layers) {
    const rank = LAYERS.indexOf(layer.layer);
    let place = ordered.length;
    while (place > 0 && LAYERS.indexOf(ordered[place - 1].layer) > rank) { place--; }
    if (place === ordered.length) { ordered.push(layer); } else { ordered.splice(place, 0, layer); }
  }
  return ordered;
}

/** The first that denies, else the first that is unknown, else the last that knows of an object, else the last. */
function decidingOf(ordered: readonly LayerVerdict[]): LayerVerdict {
  let unknown: LayerVerdict | undefined;
  let allowing: LayerVerdict | undefined;
  for (const layer of ordered) {
    if (layer.verdict === 'DENY') { return layer; }
    if (layer.verdict === 'UNKNOWN') { unknown ??= layer; }
    if (layer.object !== undefined) { allowing = layer; }
  }
  return unknown ?? allowing ?? ordered[ordered.length - 1];
}

const FIRST: readonly Verdict[] = ['ALLOW', 'UNKNOWN', 'DENY'];

/** Several ways, of which the caller can take any: allowed as soon as one is. */
export function anyOf(decisions: readonly Decision[]): Decision {
  for (const verdict of FIRST) {
    const found = decisions.find(decision => decision.verdict === verdict);
    if (found !== undefined) { return found; }
  }
  return decisions[0];
}

/** Several cases, of which nobody knows which one holds: known only where they agree. */
export function allOf(decisions: readonly Decision[], cause: string): Decision {
  const [first] = decisions;
  if (decisions.every(decision => decision.verdict === first.verdict)) { return inEveryCase(decisions, cause); }
  const uncertain = decisions.find(decision => decision.verdict === 'UNKNOWN') ?? first;
  const differing = LAYERS.filter(layer => new Set(decisions.map(decision =>
    decision.layers.find(entry => entry.layer === layer)?.verdict)).size > 1);
  const at = differing[0] ?? uncertain.layer;
  const layers = LAYERS.flatMap((layer): LayerVerdict[] => {
    const shown = decisions.map(decision => decision.layers.find(entry => entry.layer === layer)).find(entry => entry !== undefined);
    if (shown === undefined) { return []; }
    if (!differing.includes(layer)) { return [shown]; }
    const { sees: _sees, ...rest } = shown;
    return [{ ...rest, verdict: 'UNKNOWN', reason: `it depends: ${cause}` }];
  });
  return { verdict: 'UNKNOWN', layer: at, reason: `it depends: ${cause}`, layers };
}

/** The first case, with a word where others differ from it on the way to the same end. */
function inEveryCase(decisions: readonly Decision[], cause: string): Decision {
  const [first, ...others] = decisions;
  const layers = first.layers.map(layer => {
    const alike = others.every(other => other.layers.some(entry => entry.layer === layer.layer && entry.reason === layer.reason));
    return alike ? layer : { ...layer, reason: `${layer.reason} (one of several cases that end alike: ${cause})` };
  });
  return { ...first, layers };
}
