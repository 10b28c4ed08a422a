/** The parts of a hundred that some weights are, with at most two decimals. */
export function percentages(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => total === 0 ? 0 : Math.round(weight / total * 10000) / 100);
}
