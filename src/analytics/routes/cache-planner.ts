/** What the hourly rows of a look-back say of one pattern: a route, a method and its normalised parameters. */
export interface PatternTraffic {
  readonly route: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Means over the hours in which the pattern was requested at all. */
  readonly avgHourlyRequests: number;
  readonly avgP95DurationMs: number;
  readonly avgUniqueUsers: number;
  readonly totalRequests: number;
  /** 2xx answers of all answers, 0 to 1. */
  readonly successRate: number;
}

export type Scored = PatternTraffic & { readonly score: number };

export type Ranked = Scored & {
  readonly popularityPercentile: number;
  readonly latencyPercentile: number;
  readonly userPercentile: number;
};

export interface Thresholds {
  readonly minRequests: number;
  readonly minLatencyMs: number;
}

const largestUserScore = 10;
const weights = { latency: 0.4, popularity: 0.4, users: 0.2 };

function absoluteScore({ avgHourlyRequests, avgP95DurationMs, avgUniqueUsers }: PatternTraffic): number {
  return avgHourlyRequests * 10 + avgP95DurationMs / 100 + Math.min(avgUniqueUsers / 10, largestUserScore);
}

/** By code unit, not by language: an order must not depend on the machine's locale. */
function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Highest score first; equal scores in an order that does not depend on how the rows came. */
function compareScored(a: Scored, b: Scored): number {
  return (
    b.score - a.score ||
    b.totalRequests - a.totalRequests ||
    compareTexts(a.route, b.route) ||
    compareTexts(a.method, b.method) ||
    compareTexts(JSON.stringify(a.params), JSON.stringify(b.params))
  );
}

/** System 1: patterns at or above both thresholds, by a score that traffic dominates. */
export function planByThresholds(
  patterns: readonly PatternTraffic[],
  { minRequests, minLatencyMs }: Thresholds,
  count: number,
): Scored[] {
  return patterns
    .filter((pattern) => pattern.avgHourlyRequests >= minRequests && pattern.avgP95DurationMs >= minLatencyMs)
    .map((pattern) => ({ ...pattern, score: absoluteScore(pattern) }))
    .sort(compareScored)
    .slice(0, count);
}

/** How many of the sorted values are at most `value`. */
function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Percentage of the values that are at most the one asked for: the largest has 100, equal ones have the same. */
export function percentileRankIn(values: readonly number[]): (value: number) => number {
  const sorted = Float64Array.from(values).sort();
  return (value) => (sorted.length === 0 ? 50 : (100 * countUpTo(sorted, value)) / sorted.length);
}

/** System 2: every pattern, by how it ranks among all of them in latency, popularity and users. */
export function planByRank(patterns: readonly PatternTraffic[], count: number): Ranked[] {
  const popularityOf = percentileRankIn(patterns.map((pattern) => pattern.avgHourlyRequests));
  const latencyOf = percentileRankIn(patterns.map((pattern) => pattern.avgP95DurationMs));
  const usersOf = percentileRankIn(patterns.map((pattern) => pattern.avgUniqueUsers));
  return patterns
    .map((pattern) => {
      const popularityPercentile = popularityOf(pattern.avgHourlyRequests);
      const latencyPercentile = latencyOf(pattern.avgP95DurationMs);
      const userPercentile = usersOf(pattern.avgUniqueUsers);
      const score =
        weights.latency * latencyPercentile +
        weights.popularity * popularityPercentile +
        weights.users * userPercentile;
      return { ...pattern, score, popularityPercentile, latencyPercentile, userPercentile };
    })
    .sort(compareScored)
    .slice(0, count);
}
