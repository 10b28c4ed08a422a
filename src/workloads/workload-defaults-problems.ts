import type { WorkloadDefaults } from './workload-defaults';

/** What is wrong with defaults, whatever takes them. */
export function workloadDefaultsProblems({ replicas = 1 }: WorkloadDefaults): string[] {
  return Number.isInteger(replicas) && replicas >= 0 ? [] : [`'workloadDefaults' ask for ${replicas} replicas; use a whole number from 0.`];
}
