import { RouteStatistics } from './route-statistics.js';

describe('RouteStatistics', () => {
  it('tells count, percentiles and statuses of every route, the most requested first', () => {
    const statistics = new RouteStatistics();
    statistics.add('GET /rare', 2, 200);
    for (let request = 1; request <= 100; request++)
      statistics.add('GET /common', request, request > 98 ? 404 : 200);
    const [, first, second] = statistics.toTable().split('\n');

    expect(first).toMatch(/^GET \/common +100 +50\.\d +9[45]\.\d {2}200×98 404×2$/);
    expect(second).toMatch(/^GET \/rare +1 +2\.0 +2\.0 {2}200×1$/);
  });

  it('counts 5xx and missing answers as failures, 4xx not', () => {
    const statistics = new RouteStatistics();
    for (const status of [200, 404, 422, 500, 0]) statistics.add('GET /', 1, status);

    expect(statistics.requests).toBe(5);
    expect(statistics.failures).toBe(2);
    expect(statistics.toTable()).toContain('no answer×1');
  });
});
