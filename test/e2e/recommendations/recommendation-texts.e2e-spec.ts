import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createRecommendations } from '../../support/factories/recommendation.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { hostileTexts } from '../http/hostile-values.js';

const base = '/api/v1/recommendations';

describe('texts of recommendations', () => {
  let test: TestApp;
  let userId: string;
  let contentId: number;

  beforeAll(async () => {
    test = await createTestApp();
    ({ id: userId } = await createUser(test.dataSource));
    ({ id: contentId } = await createContent(test.dataSource, { creatorId: userId }));
  });
  afterAll(() => test.close());

  const create = (label: string, metadata: object) =>
    test.http.post(base).send({
      user_id: userId,
      content_item_id: contentId,
      recommendation_score: 0.5,
      algorithm_version: label,
      metadata,
    });
  const labels = hostileTexts.filter((text) => text.trim() !== '' && [...text.trim()].length <= 50);

  it.each(labels)('of the label %j are found again by it', async (label) => {
    const created = await create(label, {});
    expect([created.status, created.body.algorithm_version]).toEqual([201, label.trim()]);
    const path = `${base}/by-algorithm/${encodeURIComponent(label.trim())}`;
    const filtered = await test.http.get(base).query({ algorithm_version: label });
    for (const { body } of [await test.http.get(path), filtered])
      expect(body.items.map(({ id }: { id: number }) => id)).toEqual([created.body.id]);
    const { algorithm_breakdown } = (await test.http.get(`${base}/analytics/user/${userId}`)).body;
    expect(Object.entries(algorithm_breakdown as object)).toContainEqual([
      label.trim(),
      { count: 1, avg_score: 0.5 },
    ]);
  });

  it('are kept in metadata and comments as they are sent', async () => {
    const [{ id } = { id: 0 }] = await createRecommendations(test.dataSource, userId, [{}]);
    for (const text of hostileTexts.filter((one) => one.trim() !== '' && one.length <= 1000)) {
      const metadata = { [text]: { list: [text] }, constructor: text };
      const created = await create('texts', metadata);
      const feedback = { rating: 5, comment: text, metadata };
      const said = await test.http.put(`${base}/${id}/feedback`).send(feedback);
      if (text === '__proto__') {
        for (const refused of [created, said]) expectError(refused, 422, 'VALIDATION_ERROR');
        continue;
      }
      expect(created.body.rec_metadata).toEqual(metadata);
      expect(said.body.rec_metadata).toMatchObject({ ...metadata, feedback: { comment: text } });
    }
  });
});
