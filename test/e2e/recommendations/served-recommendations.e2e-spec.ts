import { Recommendation } from '../../../src/recommendations/recommendation.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createRecommendations } from '../../support/factories/recommendation.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('marking recommendations as served', () => {
  let test: TestApp;
  let userId: string;

  beforeAll(async () => {
    test = await createTestApp();
    ({ id: userId } = await createUser(test.dataSource));
  });
  afterAll(() => test.close());

  const some = async (count: number, overrides: Partial<Recommendation> = {}): Promise<number[]> => {
    const all = Array.from({ length: count }, () => overrides);
    return (await createRecommendations(test.dataSource, userId, all)).map(({ id }) => id);
  };
  const serve = (ids: unknown) =>
    test.http.post('/api/v1/recommendations/served').send({ recommendation_ids: ids });
  const rowsOf = (ids: number[]) =>
    test.dataSource
      .getRepository(Recommendation)
      .find({ where: ids.map((id) => ({ id })), order: { id: 'ASC' } });

  it('counts distinct ids and dates them', async () => {
    const ids = await some(3);
    const response = await serve([...ids, ids[0]]);
    expect([response.status, response.body]).toEqual([200, { marked_as_served: 3 }]);
    for (const row of await rowsOf(ids)) {
      expect(row.isServed).toBe(true);
      expect(row.servedAt).toBeInstanceOf(Date);
    }
  });

  it('a second time says the same and leaves the first date', async () => {
    const ids = await some(2);
    await serve(ids);
    const before = await rowsOf(ids);
    expect((await serve(ids)).body).toEqual({ marked_as_served: 2 });
    expect(await rowsOf(ids)).toEqual(before);
  });

  it('completes what is half marked', async () => {
    const servedAt = new Date('2026-01-02T03:04:05.678Z');
    const [dated] = await some(1, { servedAt });
    const [flagged] = await some(1, { isServed: true });
    await serve([dated, flagged]);
    const rows = await rowsOf([dated!, flagged!]);
    expect(rows.map((row) => row.isServed)).toEqual([true, true]);
    expect(rows.map((row) => row.servedAt?.getTime() === servedAt.getTime())).toEqual([true, false]);
    expect(rows[1]!.servedAt).toBeInstanceOf(Date);
  });

  it.each([2_147_483_647, 2 ** 40])('marks none when one does not exist (%i)', async (unknown) => {
    const ids = await some(2);
    const response = await serve([ids[0], unknown, ids[1]]);
    expectError(response, 404, 'NOT_FOUND');
    expect(response.body.detail).toBe(`Recommendation with id ${unknown} not found`);
    expect((await rowsOf(ids)).map((row) => row.isServed)).toEqual([false, false]);
  });

  it('by many callers at once, in any order, never deadlocks and dates each once', async () => {
    const ids = await some(40);
    const orders = Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0 ? ids.slice(index) : ids.slice(0, 40 - index).reverse(),
    );
    const responses = await Promise.all(orders.map(serve));
    expect(responses.map(({ status, body }) => [status, body.marked_as_served])).toEqual(
      orders.map((order) => [200, order.length]),
    );
    const first = await rowsOf(ids);
    await serve(ids);
    expect(await rowsOf(ids)).toEqual(first);
  });

  it.each([undefined, null, 5, 'x', {}, [], [0], [-1], [1.5], ['x'], [null], [[1]], Array(1001).fill(1)])(
    'refuses %j',
    async (ids) => {
      expectError(await serve(ids), 422, 'VALIDATION_ERROR');
    },
  );
});
