import type { Experiment } from '../../../../src/config/experiments.setting.js';
import type { RecommendationDto } from '../../../../src/recommendations/recommendation.dto.js';
import { Recommendation } from '../../../../src/recommendations/recommendation.entity.js';
import type { User } from '../../../../src/users/user.entity.js';
import { createContent } from '../../../support/factories/content.factory.js';
import { createUser } from '../../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../../support/test-app.js';
import { dayMs } from '../../../../src/common/durations.js';

const variety: Experiment = {
  name: 'variety',
  labels: ['hybrid-v1'],
  arms: [
    { name: 'control', share: 1, diversity: 0 },
    { name: 'varied', share: 1, diversity: 0.6 },
  ],
};

describe('recommendations that were served, and arms of experiments', () => {
  let test: TestApp;
  let author: User;

  beforeAll(async () => {
    test = await createTestApp({
      'recommender.served-window-days': 14,
      'recommender.experiments': [variety],
    });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.dataSource.query('TRUNCATE users CASCADE');
    author = await createUser(test.dataSource);
  });

  async function generate(user: User, input: object = {}): Promise<RecommendationDto[]> {
    const { body } = await test.http
      .post('/api/v1/recommendations/generate')
      .send({ user_id: user.id, ...input })
      .expect(200);
    return body.recommendations;
  }

  async function moveServing(daysAgo: number): Promise<void> {
    const servedAt = new Date(Date.now() - daysAgo * dayMs);
    await test.dataSource.query('UPDATE recommendations SET served_at = $1 WHERE is_served', [servedAt]);
  }

  it('keeps what was served from being recommended again for the days configured, by any label', async () => {
    const user = await createUser(test.dataSource);
    const item = await createContent(test.dataSource, { creatorId: author.id });
    const [made] = await generate(user);
    await test.http
      .post('/api/v1/recommendations/served')
      .send({ recommendation_ids: [made!.id] })
      .expect(200);
    expect(await generate(user)).toEqual([]);
    expect(await generate(user, { algorithm_version: 'popular-v1' })).toEqual([]);
    await moveServing(13.9);
    expect(await generate(user)).toEqual([]);
    await moveServing(14.1);
    const [again] = await generate(user);
    expect(again).toMatchObject({ content_item_id: item.id, is_served: false });
    expect(again!.id).not.toBe(made!.id);
  });

  it('treats users by their arm, records it, and shows it', async () => {
    for (const [title, qualityScore, tags] of [
      ['castle one', 0.9, ['castle']],
      ['castle two', 0.88, ['castle']],
      ['sea', 0.7, ['sea']],
    ] as const) {
      await createContent(test.dataSource, { creatorId: author.id, title, qualityScore, tags });
    }
    const titles = new Map<number, string>();
    for (const row of await test.dataSource.query<{ id: number; title: string }[]>(
      'SELECT id, title FROM content_items',
    )) {
      titles.set(row.id, row.title);
    }
    const picks = { control: ['castle one', 'castle two'], varied: ['castle one', 'sea'] };
    const seen = new Set<string>();
    for (let count = 0; seen.size < 2; count++) {
      expect(count).toBeLessThan(100);
      const user = await createUser(test.dataSource);
      const made = await generate(user, { limit: 2 });
      const { name, arm } = made[0]!.rec_metadata.experiment as { name: string; arm: keyof typeof picks };
      expect(name).toBe('variety');
      expect(made.map((one) => titles.get(one.content_item_id!))).toEqual(picks[arm]);
      const rows = await test.dataSource.getRepository(Recommendation).findBy({ userId: user.id });
      for (const row of rows) expect([row.experiment, row.experimentArm]).toEqual(['variety', arm]);
      seen.add(arm);
    }
  });

  it('leaves labels alone that take no part', async () => {
    const user = await createUser(test.dataSource);
    await createContent(test.dataSource, { creatorId: author.id });
    const [made] = await generate(user, { algorithm_version: 'popular-v1' });
    expect(made!.rec_metadata.experiment).toBeNull();
    const [row] = await test.dataSource.getRepository(Recommendation).find();
    expect([row!.experiment, row!.experimentArm]).toEqual([null, null]);
  });
});
