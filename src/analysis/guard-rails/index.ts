export { checkGuardRails } from './check';
export type { CalleeSet, CallerSet, CallingPods, GuardRail, GuardRailProblem, Pods } from './guard-rail';
export { calleesText, callersText } from './words';
