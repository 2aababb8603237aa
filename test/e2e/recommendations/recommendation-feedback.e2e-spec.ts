import type { Recommendation } from '../../../src/recommendations/recommendation.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createRecommendations } from '../../support/factories/recommendation.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const base = '/api/v1/recommendations';

describe('feedback on a recommendation', () => {
  let test: TestApp;
  let userId: string;

  beforeAll(async () => {
    test = await createTestApp();
    ({ id: userId } = await createUser(test.dataSource));
  });
  afterAll(() => test.close());

  const one = async (overrides: Partial<Recommendation> = {}): Promise<Recommendation> => {
    const [created] = await createRecommendations(test.dataSource, userId, [overrides]);
    return created!;
  };
  const put = (id: number, body: object) => test.http.put(`${base}/${id}/feedback`).send(body);

  it('is kept in the metadata beside what is there, and marks as served', async () => {
    const { id } = await one({ recMetadata: { generated_by: 'hybrid-v1' } });
    const response = await put(id, { feedback: ' helpful ', rating: 5, comment: 'More of these' });
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ is_served: true, served_at: expect.stringMatching(/Z$/) });
    expect(response.body.rec_metadata).toEqual({
      generated_by: 'hybrid-v1',
      feedback: {
        type: 'helpful',
        rating: 5,
        comment: 'More of these',
        recorded_at: expect.stringMatching(/Z$/),
      },
    });
    expect((await test.http.get(`${base}/${id}`)).body).toEqual(response.body);
  });

  it('replaces earlier feedback whole', async () => {
    const { id } = await one();
    await put(id, { rating: 5, comment: 'Yes' });
    const { body } = await put(id, { feedback_type: 'dismissed' });
    expect(body.rec_metadata.feedback).toEqual({ type: 'dismissed', recorded_at: expect.any(String) });
  });

  it('merges the metadata it brings, in which it is not overruled', async () => {
    const { id } = await one({ recMetadata: { a: 1, b: { c: 1 } } });
    const { body } = await put(id, { rating: 2, metadata: { b: { d: 1 }, e: 1, feedback: 'mine' } });
    expect(body.rec_metadata).toEqual({
      a: 1,
      b: { d: 1 },
      e: 1,
      feedback: { rating: 2, recorded_at: expect.any(String) },
    });
  });

  it('leaves the moment of serving where there was one', async () => {
    const servedAt = new Date('2026-01-02T03:04:05.678Z');
    const { id } = await one({ isServed: true, servedAt });
    expect((await put(id, { rating: 3 })).body.served_at).toBe(servedAt.toISOString());
  });

  it('of many at once loses nothing that another brought', async () => {
    const { id } = await one();
    const names = Array.from({ length: 12 }, (_, index) => `key${index}`);
    await Promise.all(names.map((name) => put(id, { rating: 4, metadata: { [name]: true } })));
    const { body } = await test.http.get(`${base}/${id}`);
    expect(Object.keys(body.rec_metadata as object).sort()).toEqual([...names, 'feedback'].sort());
  });

  it.each([
    {},
    { metadata: { a: 1 } },
    { feedback: null },
    { feedback: '  ' },
    { feedback: 'x'.repeat(51) },
    { rating: 0 },
    { rating: 6 },
    { rating: 4.5 },
    { comment: '' },
    { comment: 'x'.repeat(2001) },
    { rating: 5, metadata: [] },
  ])('is refused as %j, and changes nothing', async (body) => {
    const { id } = await one();
    expectError(await put(id, body), 422, 'VALIDATION_ERROR');
    const after = (await test.http.get(`${base}/${id}`)).body;
    expect([after.is_served, after.rec_metadata]).toEqual([false, {}]);
  });
});
