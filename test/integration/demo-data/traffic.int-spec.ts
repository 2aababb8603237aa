import { loadDemoData } from '../../../src/demo-data/load.js';
import { playTraffic } from '../../../src/demo-data/traffic/play-traffic.js';
import { TrafficError } from '../../../src/demo-data/traffic/traffic.error.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const quietly = (): void => undefined;

describe('playTraffic', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await createTestApp({ 'rate-limit.enabled': false });
  });
  afterAll(() => api.close());

  it('says what to start when no server answers', async () => {
    const options = { seconds: 1, url: new URL('http://127.0.0.1:9'), users: 1, seed: 1 };

    await expect(playTraffic(options, quietly)).rejects.toThrow(TrafficError);
    await expect(playTraffic(options, quietly)).rejects.toThrow(/npm run demo/);
  });

  it('says what to load when the server has no users', async () => {
    const options = { seconds: 1, url: new URL(api.url), users: 1, seed: 1 };

    await expect(playTraffic(options, quietly)).rejects.toThrow(/names no users/);
  });

  it('asks for nothing the API lacks, ends in time and leaves the content as it was', async () => {
    await loadDemoData(api.dataSource, { scale: 0.02 });
    const count = `SELECT count(*)::int AS items, max(id) AS newest FROM content_items`;
    const before = await api.dataSource.query<unknown[]>(count);
    const progress: number[] = [];
    const startedAt = performance.now();
    const statistics = await playTraffic({ seconds: 6, url: new URL(api.url), users: 12, seed: 3 }, (done) =>
      progress.push(done),
    );

    expect(performance.now() - startedAt).toBeLessThan(12_000);
    expect(statistics.failures).toBe(0);
    expect(statistics.requests).toBeGreaterThan(50);
    expect(statistics.toTable()).toMatch(/GET \/api\/v1\/content\/unified +\d+/);
    expect(progress.length).toBeGreaterThan(10);
    expect(await api.dataSource.query(count)).toEqual(before);
  });
});
