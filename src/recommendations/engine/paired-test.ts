/** A true mean of zero or less passes for above zero once in twenty times: the quantile .95 of the normal distribution. */
const leastStandardErrors = 1.645;

/**
 * Whether the mean of paired differences is above zero by more than chance explains, by the one-sided test of their mean
 * to its standard error.
 */
export function isAboveZero(differences: readonly number[]): boolean {
  const n = differences.length;
  if (n < 2) return false;
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / n;
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (n - 1) / n);
  return mean > 0 && mean > leastStandardErrors * standardError;
}
