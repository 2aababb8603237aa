import { PopularityService } from '../../../src/recommendations/popularity/popularity.service.js';
import type { User } from '../../../src/users/user.entity.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createInteractions } from '../../support/factories/interaction.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../support/test-stores.js';
import { dayMs, hourMs } from '../../../src/common/durations.js';

const now = new Date('2026-06-15T12:00:00Z');
const halfLifeHours = 72;

describe('what is popular', () => {
  let database: TestDatabase;
  let clock: FixedClock;
  let service: PopularityService;
  let user: User;
  let [a, b, c] = [0, 0, 0];

  beforeEach(async () => {
    database = await createTestDatabase();
    clock = new FixedClock(now);
    const config = testConfig(
      { 'recommender.popularity-seconds': 0, 'recommender.trending-half-life-hours': halfLifeHours },
      { databaseUrl: database.url },
    );
    service = new PopularityService(database.dataSource, config, clock);
    user = await createUser(database.dataSource);
    const items = await createContents(
      database.dataSource,
      [1, 2, 3].map(() => ({ creatorId: user.id })),
    );
    [a, b, c] = items.map(({ id }) => id) as [number, number, number];
  });
  afterEach(() => database.drop());

  async function act(contentItemId: number, hoursAgo: number, times = 1): Promise<void> {
    const createdAt = new Date(clock.now().getTime() - hoursAgo * hourMs);
    const acts = Array.from({ length: times }, () => ({ contentItemId, createdAt }));
    await createInteractions(database.dataSource, user.id, acts);
  }

  async function figures(): Promise<[acts: number, trending: number][]> {
    const rows = await database.dataSource.query<{ acts: number; trending: number }[]>(
      'SELECT acts, trending FROM content_popularity ORDER BY content_id',
    );
    return rows.map(({ acts, trending }) => [acts, trending]);
  }

  it('is counted over 30 days, an act that is a half-life old counting half for what is trending', async () => {
    await act(a, 0);
    await act(a, halfLifeHours);
    await act(b, 2 * halfLifeHours, 3);
    await act(c, 30 * 24 + 1);
    expect(await service.count()).toBe(2);
    expect(await figures()).toEqual([
      [2, 1.5],
      [3, 0.75],
    ]);
    const popular = await service.current();
    expect([popular.top('acts'), popular.top('trending'), popular.mostActs]).toEqual([[b, a], [a, b], 3]);
  });

  it('is the same whether acts were counted or came after the count', async () => {
    await act(a, 5, 2);
    await act(b, 1, 4);
    const before = await service.current();
    await service.count();
    const after = await service.current();
    for (const popular of [before, after]) {
      expect([popular.top('acts'), popular.actsOn(a), popular.actsOn(b)]).toEqual([[b, a], 2, 4]);
    }
  });

  it('adds what happened since to what was counted', async () => {
    await act(a, 1, 3);
    await service.count();
    clock.set(new Date(now.getTime() + 2 * hourMs));
    await act(b, 1, 4);
    await act(a, 1);
    const popular = await service.current();
    expect([popular.actsOn(a), popular.actsOn(b)]).toEqual([4, 4]);
    expect(popular.top('trending')).toEqual([b, a]);
  });

  it('forgets with the next count what is past, and at once what was deleted', async () => {
    await act(a, 1);
    await act(b, 1);
    await service.count();
    await database.dataSource.query(`DELETE FROM content_items WHERE id = ${a}`);
    expect((await service.current()).top('acts')).toEqual([b]);
    clock.set(new Date(now.getTime() + 31 * dayMs));
    expect(await service.count()).toBe(0);
    expect(await figures()).toEqual([]);
  });

  it('is counted right by two at once', async () => {
    await act(a, 1);
    await Promise.all([service.count(), service.count()]);
    expect(await figures()).toHaveLength(1);
  });

  it('is remembered for as long as the configuration says', async () => {
    const config = testConfig({ 'recommender.popularity-seconds': 10 }, { databaseUrl: database.url });
    const remembering = new PopularityService(database.dataSource, config, clock);
    expect((await remembering.current()).mostActs).toBe(0);
    await act(a, 0);
    expect((await remembering.current()).mostActs).toBe(0);
    clock.set(new Date(now.getTime() + 10_000));
    expect((await remembering.current()).mostActs).toBe(1);
  });
});
