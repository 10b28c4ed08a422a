import { WorkloadMode } from './workload-mode';

/** The two sides of a workload's traffic. */
export const SIDES = [WorkloadMode.CLIENT, WorkloadMode.SERVER];

/** The sides that a mode covers. */
export function sidesOf(mode: WorkloadMode = WorkloadMode.CLIENT_AND_SERVER): WorkloadMode[] {
  return mode === WorkloadMode.CLIENT_AND_SERVER ? SIDES : [mode];
}

/** How a mode is written: both is what is meant by silence. */
export function matchOf(mode: WorkloadMode | undefined): { readonly match?: { readonly mode: WorkloadMode } } {
  return mode === undefined || mode === WorkloadMode.CLIENT_AND_SERVER ? {} : { match: { mode } };
}
