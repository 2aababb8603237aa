import { randomUUID } from 'node:crypto';
import type { Tag } from '../../../src/tags/tag.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createTag } from '../../support/factories/tag.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('ratings of tags', () => {
  let test: TestApp;
  let user: User;
  let tag: Tag;

  beforeAll(async () => {
    test = await createTestApp();
  });
  beforeEach(async () => {
    user = await createUser(test.dataSource);
    tag = await createTag(test.dataSource);
  });
  afterAll(() => test.close());

  const url = (id: string, operation: string): string => `/api/v1/tags/${id}/${operation}`;
  const rate = (query: object, body?: object) => test.http.post(url(tag.id, 'rate')).query(query).send(body);
  const shown = async (): Promise<unknown[]> => {
    const { body } = await test.http.get(`/api/v1/tags/${tag.id}`);
    return [body.average_rating, body.rating_count];
  };

  it('are given by query', async () => {
    const response = await rate({ user_id: user.id, rating: 4.5 });
    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      id: expect.any(Number),
      user_id: user.id,
      tag_id: tag.id,
      rating: 4.5,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    expect(await shown()).toEqual([4.5, 1]);
  });

  it('are given by body, by header, and by some of each', async () => {
    expect((await rate({}, { user_id: user.id, rating: 1 })).body.rating).toBe(1);
    expect((await rate({ rating: 2 }).set('X-User-ID', user.id)).body.rating).toBe(2);
    expect((await rate({ user_id: user.id }, { rating: 3 })).body.rating).toBe(3);
    const other = await createUser(test.dataSource);
    const all = await rate({ rating: 5 }, { user_id: user.id, rating: 4 }).set('X-User-ID', other.id);
    expect(all.body).toMatchObject({ rating: 5, user_id: user.id });
    expect(await shown()).toEqual([5, 1]);
  });

  it('replace what the same user gave before, and keep the day of the first', async () => {
    const first = (await rate({ user_id: user.id, rating: 2 })).body;
    const second = (await rate({ user_id: user.id, rating: 5 })).body;
    expect(second).toMatchObject({ id: first.id, created_at: first.created_at, rating: 5 });
    expect(second.updated_at >= first.updated_at).toBe(true);
    expect(await shown()).toEqual([5, 1]);
  });

  it('are accepted from an account that is switched off', async () => {
    const { id } = await createUser(test.dataSource, { isActive: false });
    expect((await rate({ user_id: id, rating: 3 })).status).toBe(200);
  });

  it.each(['0.5', '5.5', '3.3', '4.25', '-1', '0', 'x', '', 'NaN', 'Infinity', '1e400'])(
    'refuse a rating of %j',
    async (rating) => {
      expectError(await rate({ user_id: user.id, rating }), 422, 'VALIDATION_ERROR');
      expectError(await rate({ user_id: user.id }, { rating }), 422, 'VALIDATION_ERROR');
    },
  );

  it.each([
    [{}, undefined],
    [{ rating: 4 }, {}],
    [{ rating: 4, user_id: 'me' }, {}],
    [{ rating: 4, user_id: '' }, {}],
    [{ rating: 4 }, { user_id: 7 }],
  ])('refuse a rating by nobody: %j %j', async (query, body) => {
    expectError(await rate(query, body), 422, 'VALIDATION_ERROR');
  });

  it('refuse a rating of nothing', async () => {
    expectError(await rate({ user_id: user.id }), 422, 'VALIDATION_ERROR');
  });

  it('refuse a user or a tag there is not', async () => {
    const unknown = randomUUID();
    const byNobody = await rate({ user_id: unknown, rating: 4 });
    expectError(byNobody, 404, 'NOT_FOUND');
    expect(byNobody.body.detail).toBe(`User with id ${unknown} not found`);
    const ofNothing = await test.http.post(url(unknown, 'rate')).query({ user_id: user.id, rating: 4 });
    expectError(ofNothing, 404, 'NOT_FOUND');
    expect(ofNothing.body.detail).toBe(`Tag with id ${unknown} not found`);
    const noId = await test.http.post(url('art', 'rate')).query({ user_id: user.id, rating: 4 });
    expectError(noId, 422, 'VALIDATION_ERROR');
    expect(await shown()).toEqual([null, 0]);
  });

  it('add up right when many users, and one user many times, rate at once', async () => {
    const users = [];
    for (let n = 0; n < 8; n += 1) users.push(await createUser(test.dataSource));
    const other = await createTag(test.dataSource);
    const requests = users.flatMap(({ id }, n) =>
      [tag, other].flatMap((rated) =>
        [1, (n % 5) + 1].map((rating) =>
          test.http.post(url(rated.id, 'rate')).query({ user_id: id, rating }),
        ),
      ),
    );
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const [truth] = await test.dataSource.query(
      'SELECT avg(rating)::float8 AS mean, count(*)::int AS count FROM tag_ratings WHERE tag_id = $1',
      [tag.id],
    );
    expect(truth.count).toBe(8);
    expect(await shown()).toEqual([expect.closeTo(truth.mean, 2), 8]);
  });

  it('are taken back, once', async () => {
    await rate({ user_id: user.id, rating: 4 });
    const remove = () => test.http.delete(url(tag.id, 'rate')).query({ user_id: user.id });
    expect((await remove()).body).toEqual({ success: true, message: 'Rating deleted successfully' });
    expect(await shown()).toEqual([null, 0]);
    expectError(await remove(), 404, 'NOT_FOUND');
    expectError(await test.http.delete(url(tag.id, 'rate')), 422, 'VALIDATION_ERROR');
    expectError(
      await test.http.delete(url('x', 'rate')).query({ user_id: user.id }),
      422,
      'VALIDATION_ERROR',
    );
  });

  it('are asked for one by one, null where there is none', async () => {
    const get = (id: string, userId?: string) =>
      test.http.get(url(id, 'rating')).query(userId === undefined ? {} : { user_id: userId });
    expect((await get(tag.id, user.id)).body).toEqual({ rating: null });
    await rate({ user_id: user.id, rating: 3.5 });
    expect((await get(tag.id, user.id)).body).toEqual({ rating: 3.5 });
    expect((await get(tag.id).set('X-User-ID', user.id)).body).toEqual({ rating: 3.5 });
    expect((await get(tag.id, randomUUID())).body).toEqual({ rating: null });
    expectError(await get(randomUUID(), user.id), 404, 'NOT_FOUND');
    expectError(await get(tag.id), 422, 'VALIDATION_ERROR');
    expectError(await get(tag.id, 'me'), 422, 'VALIDATION_ERROR');
  });

  describe('of several tags', () => {
    const get = (query: string) => test.http.get(`/api/v1/tags/ratings?${query}`);
    let other: Tag;

    beforeEach(async () => {
      other = await createTag(test.dataSource);
      await rate({ user_id: user.id, rating: 1.5 });
      await test.http.post(url(other.id, 'rate')).query({ user_id: user.id, rating: 5 });
    });

    it('come by tag id, however the ids are listed', async () => {
      const unrated = (await createTag(test.dataSource)).id;
      const expected = { ratings: { [tag.id]: 1.5, [other.id]: 5 } };
      for (const query of [
        `tag_ids=${tag.id}&tag_ids=${other.id}`,
        `tag_ids[]=${tag.id}&tag_ids[]=${other.id}&tag_ids[]=${unrated}`,
        `tag_ids=${tag.id},${other.id},${randomUUID()}`,
        `tag_ids=${tag.id.toUpperCase()}&tag_ids=,%20${other.id},,${tag.id}`,
      ])
        expect((await get(`user_id=${user.id}&${query}`)).body).toEqual(expected);
      expect((await get(`user_id=${user.id}&tag_ids=${unrated}`)).body).toEqual({ ratings: {} });
      expect((await get(`tag_ids=${other.id}`).set('X-User-ID', user.id)).body).toEqual({
        ratings: { [other.id]: 5 },
      });
    });

    it('are none when no tag is named, whoever asks', async () => {
      for (const query of ['', '&tag_ids=', '&tag_ids=,'])
        expect((await get(`user_id=${randomUUID()}${query}`)).body).toEqual({ ratings: {} });
    });

    it('are refused without a user, to an unknown one, and of what is no id', async () => {
      expectError(await get(`tag_ids=${tag.id}`), 422, 'VALIDATION_ERROR');
      expectError(await get(`user_id=${randomUUID()}&tag_ids=${tag.id}`), 404, 'NOT_FOUND');
      expectError(await get(`user_id=${user.id}&tag_ids=art`), 422, 'VALIDATION_ERROR');
      expectError(await get(`user_id=${user.id}&tag_ids=${tag.id},art`), 422, 'VALIDATION_ERROR');
      expectError(await get(`user_id=me&tag_ids=${tag.id}`), 422, 'VALIDATION_ERROR');
    });
  });
});
