import { Decisions } from './decisions';
import { planOf } from './plan';
import type { ReadObjects } from './read-objects';
import { retreat } from './retreat';
import type { Outcome } from './try-out';
import { tryOut } from './try-out';
import type { WrittenApp } from './write-app';
import { writeApp } from './write-app';
import type { Manifest } from '../analysis/manifest';
import { MeshAccess } from '../analysis/mesh-access';

/** An app, and what is known of it. */
export interface Adopted extends WrittenApp {
  readonly outcome: Outcome;
  /** How often it was tried. */
  readonly trials: number;
}

/** Each trial decides something, so that there is an end; this is one for what nobody foresees. */
const MAX_TRIALS = 60;

/**
 * Writes an app for existing objects. It is made of constructs as far as what it synthesizes says the same and allows the same; that
 * is tried, and what turns out otherwise stays as it was.
 *
 * @param context manifests that others own
 * @param onTrial is told what is tried
 */
export function adopt(read: ReadObjects, context: readonly Manifest[], heading: string, onTrial: (trial: number) => void = () => {}): Adopted {
  const before = MeshAccess._of([...context, ...read.manifests]);
  const { rows } = before.table();
  const decisions = new Decisions();
  for (let trials = 1; ; trials++) {
    onTrial(trials);
    const plan = planOf(read.objects, rows, decisions);
    const written = writeApp(plan, read.objects, heading);
    const outcome = tryOut(written, read, before, context);
    if (trials >= MAX_TRIALS || !retreat(outcome, plan, decisions)) { return { ...written, outcome, trials }; }
  }
}
