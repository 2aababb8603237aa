/**
 * E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927): the interval of a
 * proportion that holds for few trials and for proportions near 0 and 1, where the normal approximation does not.
 */

/** 97.5th percentile of the normal distribution: 95 % lie within as many standard deviations of the mean. */
const z = 1.959963984540054;

export interface Interval {
  low: number;
  high: number;
}

/** Where the probability lies, with 95 % confidence, of which so many of the trials were hits. */
export function wilsonInterval(hits: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const rate = hits / trials;
  const spread = z ** 2 / trials;
  const centre = (rate + spread / 2) / (1 + spread);
  const halfWidth = (z * Math.sqrt((rate * (1 - rate) + spread / 4) / trials)) / (1 + spread);
  return { low: Math.max(0, centre - halfWidth), high: Math.min(1, centre + halfWidth) };
}
