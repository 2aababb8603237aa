import { type PatternTraffic, percentileRankIn, planByRank, planByThresholds } from './cache-planner.js';

function pattern(overrides: Partial<PatternTraffic> = {}): PatternTraffic {
  return {
    route: '/api/v1/content/unified',
    method: 'GET',
    params: {},
    avgHourlyRequests: 100,
    avgP95DurationMs: 200,
    avgUniqueUsers: 10,
    totalRequests: 1000,
    successRate: 1,
    ...overrides,
  };
}

const noThresholds = { minRequests: 0, minLatencyMs: 0 };
const routesOf = (plan: readonly PatternTraffic[]): string[] => plan.map(({ route }) => route);

/** Every order the rows could come in. */
function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

describe('planByThresholds', () => {
  it.each([
    // requests · 10 + p95 / 100 + min(users / 10, 10)
    { avgHourlyRequests: 2450, avgP95DurationMs: 189, avgUniqueUsers: 45, score: 24_506.39 },
    { avgHourlyRequests: 890, avgP95DurationMs: 156, avgUniqueUsers: 32, score: 8_904.76 },
    { avgHourlyRequests: 1200, avgP95DurationMs: 95, avgUniqueUsers: 67, score: 12_007.65 },
    { avgHourlyRequests: 10, avgP95DurationMs: 100, avgUniqueUsers: 5000, score: 111 },
    { avgHourlyRequests: 12.5, avgP95DurationMs: 1850, avgUniqueUsers: 0, score: 143.5 },
  ])(
    'scores $avgHourlyRequests req/h, $avgP95DurationMs ms, $avgUniqueUsers users with $score',
    ({ score, ...given }) => {
      const [first] = planByThresholds([pattern(given)], noThresholds, 1);
      expect(first?.score).toBeCloseTo(score, 9);
    },
  );

  it('keeps patterns at the thresholds and drops those below either', () => {
    const patterns = [
      pattern({ route: '/at-both', avgHourlyRequests: 10, avgP95DurationMs: 100 }),
      pattern({ route: '/too-rare', avgHourlyRequests: 9.99, avgP95DurationMs: 5000 }),
      pattern({ route: '/too-fast', avgHourlyRequests: 5000, avgP95DurationMs: 99.9 }),
    ];
    expect(routesOf(planByThresholds(patterns, { minRequests: 10, minLatencyMs: 100 }, 10))).toEqual([
      '/at-both',
    ]);
  });

  it('finds the one hot pattern among ten slow ones, which a cut by requests × latency would lose', () => {
    const slow = Array.from({ length: 10 }, (_, i) =>
      pattern({ route: `/slow-${i}`, avgHourlyRequests: 70, avgP95DurationMs: 10_000, avgUniqueUsers: 0 }),
    );
    const hot = pattern({
      route: '/hot',
      avgHourlyRequests: 5000,
      avgP95DurationMs: 100,
      avgUniqueUsers: 50,
    });
    const [first] = planByThresholds([...slow, hot], { minRequests: 10, minLatencyMs: 100 }, 1);
    expect(first).toMatchObject({ route: '/hot', score: 50_006 });
  });

  it('orders equal scores by total requests, route, method and params, however the rows came', () => {
    const patterns = [
      pattern({ route: '/b', totalRequests: 2000 }),
      pattern({ route: '/a', method: 'GET' }),
      pattern({ route: '/a', method: 'POST', params: { sort: 'asc' } }),
      pattern({ route: '/a', method: 'POST', params: {} }),
    ];
    for (const order of permutations(patterns)) {
      expect(planByThresholds(order, noThresholds, 10)).toEqual(
        patterns.map((one) => ({ ...one, score: 1003 })),
      );
    }
  });

  it('answers nothing for no patterns', () => {
    expect(planByThresholds([], noThresholds, 10)).toEqual([]);
  });
});

describe('percentileRankIn', () => {
  it('counts the values at most as large: five values are 20, 40, 60, 80, 100', () => {
    const rankOf = percentileRankIn([30, 10, 50, 20, 40]);
    expect([10, 20, 30, 40, 50].map(rankOf)).toEqual([20, 40, 60, 80, 100]);
  });

  it('gives ties the rank of the last of them', () => {
    const rankOf = percentileRankIn([1, 1, 1, 2]);
    expect([1, 2].map(rankOf)).toEqual([75, 100]);
  });

  it('gives the only value 100', () => {
    expect(percentileRankIn([7])(7)).toBe(100);
  });

  it('gives 50 where there is nothing to compare with', () => {
    expect(percentileRankIn([])(7)).toBe(50);
  });
});

describe('planByRank', () => {
  it('weights latency and popularity with 0.4 each and users with 0.2', () => {
    const patterns = [
      pattern({ route: '/busy', avgHourlyRequests: 100, avgP95DurationMs: 10, avgUniqueUsers: 5 }),
      pattern({ route: '/slow', avgHourlyRequests: 1, avgP95DurationMs: 900, avgUniqueUsers: 1 }),
      pattern({ route: '/both', avgHourlyRequests: 50, avgP95DurationMs: 300, avgUniqueUsers: 9 }),
      pattern({ route: '/none', avgHourlyRequests: 1, avgP95DurationMs: 1, avgUniqueUsers: 0 }),
    ];
    // popularity 100, 50, 75, 50; latency 50, 100, 75, 25; users 75, 50, 100, 25
    expect(planByRank(patterns, 10).map(({ route, score }) => [route, score])).toEqual([
      ['/both', 80],
      ['/busy', 75],
      ['/slow', 70],
      ['/none', 35],
    ]);
  });

  it('gives a single pattern 100 in everything', () => {
    expect(planByRank([pattern({ avgP95DurationMs: 0, avgUniqueUsers: 0 })], 10)).toMatchObject([
      { score: 100, popularityPercentile: 100, latencyPercentile: 100, userPercentile: 100 },
    ]);
  });

  it('considers patterns with the least traffic and cuts only after ranking', () => {
    const patterns = Array.from({ length: 20 }, (_, i) =>
      pattern({ route: `/${i}`, avgHourlyRequests: 0.1 * (i + 1), avgP95DurationMs: i, avgUniqueUsers: i }),
    );
    expect(planByRank(patterns, 2)).toMatchObject([
      { route: '/19', score: 100 },
      { route: '/18', score: 95, popularityPercentile: 95 },
    ]);
  });

  it('orders equal scores by total requests, then by name', () => {
    const patterns = [
      pattern({ route: '/c', totalRequests: 3 }),
      pattern({ route: '/a', totalRequests: 2 }),
      pattern({ route: '/b', totalRequests: 2 }),
    ];
    for (const order of permutations(patterns))
      expect(routesOf(planByRank(order, 10))).toEqual(['/c', '/a', '/b']);
  });
});
