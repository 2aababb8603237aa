import { expectError } from '../../support/expect-error.js';
import type { User } from '../../../src/users/user.entity.js';
import { createContent, createContents } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('private content of others, with content.hide-others-private', () => {
  let test: TestApp;
  let mine: User;
  let theirs: User;

  beforeAll(async () => {
    test = await createTestApp({ 'content.hide-others-private': true });
    [mine, theirs] = [await createUser(test.dataSource), await createUser(test.dataSource)];
    await createContents(
      test.dataSource,
      [mine, theirs].flatMap(({ id }) => [
        { creatorId: id, isPrivate: true, title: 'private' },
        { creatorId: id, isPrivate: false, title: 'public' },
      ]),
    );
  });
  afterAll(() => test.close());

  it('is left out of lists and their totals', async () => {
    const totals = async (query: string, headers: Record<string, string> = {}): Promise<number[]> => {
      const responses = await Promise.all([
        test.http.get(`/api/v1/content${query}`).set(headers),
        test.http.post(`/api/v1/content/search${query}`).set(headers).send({}),
        test.http.get(`/api/v1/content/unified${query}`).set(headers),
      ]);
      return responses.map(({ body }) => {
        expect(body.items).toHaveLength(body.pagination.total_count as number);
        return body.pagination.total_count as number;
      });
    };
    expect(await totals('')).toEqual([2, 2, 2]);
    expect(await totals(`?user_id=${mine.id}`)).toEqual([3, 3, 3]);
    expect((await totals('', { 'X-User-ID': mine.id })).slice(0, 2)).toEqual([3, 3]);
  });

  it('is left out of the ready-made lists', async () => {
    const lists = ['enhanced', `by-creator/${mine.id}`, 'by-type/image', 'top-rated', 'recent'];
    for (const list of lists) {
      const privateOnes = async (header: Record<string, string>): Promise<number> => {
        const { body } = await test.http.get(`/api/v1/content/${list}`).set(header);
        return body.items.filter(({ is_private: isPrivate }: { is_private: boolean }) => isPrivate).length;
      };
      expect([list, await privateOnes({}), await privateOnes({ 'X-User-ID': mine.id })]).toEqual([
        list,
        0,
        1,
      ]);
    }
  });

  it.each([
    ['content', 'items'],
    ['content-auto', 'auto'],
  ] as const)('is not found by its id under /%s, except by its owner', async (path, sourceType) => {
    const kept = await createContent(test.dataSource, { creatorId: theirs.id, sourceType, isPrivate: true });
    const shown = await createContent(test.dataSource, { creatorId: theirs.id, sourceType });
    const get = (id: number, headers: Record<string, string> = {}) =>
      test.http.get(`/api/v1/${path}/${id}`).set(headers);
    expectError(await get(kept.id), 404, 'NOT_FOUND');
    expectError(await get(kept.id, { 'X-User-ID': mine.id }), 404, 'NOT_FOUND');
    expect((await get(kept.id, { 'X-User-ID': theirs.id })).status).toBe(200);
    expect((await get(shown.id)).status).toBe(200);
  });
});
