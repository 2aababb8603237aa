import sql from 'sql-template-tag';
import { runSql } from '../../../src/database/run-sql.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const nobody = '00000000-0000-4000-8000-000000000000';

describe('content', () => {
  let test: TestApp;
  let creator: User;

  beforeAll(async () => {
    test = await createTestApp();
    creator = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const valid = (changes: object = {}): object => ({
    title: 'Lighthouse at dusk',
    content_type: 'image',
    content_data: 'images/lighthouse.png',
    creator_id: creator.id,
    ...changes,
  });
  const post = (changes: object = {}) => test.http.post('/api/v1/content').send(valid(changes));
  const countStored = async (): Promise<number> => {
    const [row] = await runSql<{ total: number }>(
      test.dataSource,
      sql`SELECT count(*) AS total FROM content_items`,
    );
    return row!.total;
  };

  describe('POST /content', () => {
    it('creates content and answers it whole', async () => {
      const response = await post({ item_metadata: { camera: 'none', n: [1, { a: null }] }, tags: ['dusk'] });
      expect(response.status).toBe(201);
      expect(response.body).toEqual({
        id: expect.any(Number),
        title: 'Lighthouse at dusk',
        content_type: 'image',
        content_data: 'images/lighthouse.png',
        prompt: 'Lighthouse at dusk',
        path_thumb: null,
        path_thumbs_alt_res: null,
        item_metadata: { camera: 'none', n: [1, { a: null }] },
        tags: ['dusk'],
        creator_id: creator.id,
        creator_username: creator.username,
        quality_score: 0.5,
        is_private: false,
        source_type: 'regular',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        updated_at: response.body.created_at,
      });
      expect(response.body.id).toBeGreaterThanOrEqual(3_000_000);
      expect((await test.http.get(`/api/v1/content/${response.body.id}`)).body).toEqual(response.body);
    });

    it('keeps a prompt of its own, and takes the title where that is blank', async () => {
      expect((await post({ prompt: '  oil on canvas ' })).body.prompt).toBe('  oil on canvas ');
      expect((await post({ title: ' Trimmed ', prompt: '   ' })).body).toMatchObject({
        title: 'Trimmed',
        prompt: 'Trimmed',
      });
      expect((await post({ prompt: 'p'.repeat(20_000) })).status).toBe(201);
    });

    it.each([
      [{}, false],
      [{ is_private: true }, true],
      [{ is_public: false }, true],
      [{ is_public: true }, false],
      [{ is_private: false, is_public: false }, false],
      [{ is_private: null, is_public: false }, true],
    ])('hears privacy from %j', async (changes, isPrivate) => {
      expect((await post(changes)).body.is_private).toBe(isPrivate);
    });

    it.each([
      ['a blank title', { title: '  ' }, 'title', 'title must not be blank'],
      [
        'a title of 256 characters',
        { title: 'x'.repeat(256) },
        'title',
        'title must have at most 255 characters',
      ],
      ['no type', { content_type: undefined }, 'content_type', 'content_type is required'],
      [
        'an unknown type',
        { content_type: 'sculpture' },
        'content_type',
        'content_type must be one of text, image, video, audio',
      ],
      ['blank data', { content_data: ' ' }, 'content_data', 'content_data must not be blank'],
      [
        'a prompt of 20,001 characters',
        { prompt: 'p'.repeat(20_001) },
        'prompt',
        'prompt must have at most 20000 characters',
      ],
      ['a creator that is no uuid', { creator_id: 'user-123' }, 'creator_id', 'creator_id must be a UUID'],
      ['an unknown creator', { creator_id: nobody }, 'creator_id', 'Creator not found'],
      ['metadata that is a list', { item_metadata: [] }, 'item_metadata', 'item_metadata must be an object'],
      ['tags that are a text', { tags: 'dusk' }, 'tags', 'tags must be a list'],
    ])('refuses %s', async (_case, changes, field, message) => {
      const before = await countStored();
      const response = await post(changes);
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body).toMatchObject({ detail: message, errors: [{ field, message }] });
      expect(await countStored()).toBe(before);
    });
  });

  describe('PUT /content/{id}', () => {
    it('changes what is sent, keeps the rest, and never the prompt', async () => {
      const past = new Date('2026-01-01T00:00:00Z');
      const { id } = await createContent(test.dataSource, {
        creatorId: creator.id,
        itemMetadata: { a: 1, b: 2 },
        createdAt: past,
        updatedAt: past,
      });
      const before = (await test.http.get(`/api/v1/content/${id}`)).body;
      const response = await test.http.put(`/api/v1/content/${id}`).send({
        title: 'Night',
        item_metadata: { c: 3 },
        is_private: true,
        prompt: 'another',
        creator_id: nobody,
      });
      expect(response.status).toBe(200);
      expect(response.body).toEqual({
        ...before,
        title: 'Night',
        item_metadata: { c: 3 },
        is_private: true,
        updated_at: response.body.updated_at,
      });
      expect(response.body.updated_at > before.updated_at).toBe(true);
    });

    it.each([
      [{ title: '' }, 'title'],
      [{ content_data: '\n' }, 'content_data'],
      [{ item_metadata: 'x' }, 'item_metadata'],
      [{ is_private: 'perhaps' }, 'is_private'],
      [{ tags: { 0: 'a' } }, 'tags'],
    ])('refuses %j', async (changes, field) => {
      const { id } = await createContent(test.dataSource, { creatorId: creator.id });
      const response = await test.http.put(`/api/v1/content/${id}`).send(changes);
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.errors[0].field).toBe(field);
    });
  });

  describe('PUT /content/{id}/quality', () => {
    it.each([0, 0.1 + 0.2, 1])('stores the score %p', async (score) => {
      const { id } = await createContent(test.dataSource, { creatorId: creator.id });
      const response = await test.http.put(`/api/v1/content/${id}/quality`).send({ quality_score: score });
      expect(response.body.quality_score).toBe(score);
    });

    it.each([
      {},
      { quality_score: -0.01 },
      { quality_score: 1.01 },
      { quality_score: true },
      { quality_score: null },
    ])('refuses %j', async (body) => {
      const { id } = await createContent(test.dataSource, { creatorId: creator.id });
      const response = await test.http.put(`/api/v1/content/${id}/quality`).send(body);
      expectError(response, 422, 'VALIDATION_ERROR');
    });
  });

  describe('DELETE /content/{id}', () => {
    it('removes content and tags; what pointed at it stays and forgets it', async () => {
      const { id } = await createContent(test.dataSource, {
        creatorId: creator.id,
        tags: ['doomed', 'kept'],
      });
      await test.dataSource.query(
        `INSERT INTO user_interactions (user_id, content_item_id, interaction_type) VALUES ($1, $2, 'like')`,
        [creator.id, id],
      );
      await test.dataSource.query(
        `INSERT INTO recommendations (user_id, content_item_id, recommendation_score, algorithm_version)
         VALUES ($1, $2, 0.9, 'test')`,
        [creator.id, id],
      );
      await test.dataSource.query(
        `INSERT INTO generation_jobs (user_id, job_type, prompt, content_id) VALUES ($1, 'image_generation', 'p', $2)`,
        [creator.id, id],
      );

      const response = await test.http.delete(`/api/v1/content/${id}`);
      expect(response.status).toBe(200);
      expect(response.body).toEqual({ success: true, message: `Content ${id} deleted successfully` });

      const tagRows = await runSql(test.dataSource, sql`SELECT FROM content_tags WHERE content_id = ${id}`);
      expect(tagRows).toHaveLength(0);
      for (const [list, member] of [
        ['interactions', 'content_item_id'],
        ['recommendations', 'content_item_id'],
        ['generation-jobs', 'content_id'],
      ] as const) {
        const { body } = await test.http.get(`/api/v1/users/${creator.id}/${list}`);
        expect(body.items).toHaveLength(1);
        expect(body.items[0][member]).toBeNull();
      }
      expectError(await test.http.delete(`/api/v1/content/${id}`), 404, 'NOT_FOUND');
    });
  });

  it.each([
    ['get', ''],
    ['put', ''],
    ['delete', ''],
    ['put', '/quality'],
  ] as const)(
    '%s /content/{id}%s answers 404 to unknown and generated content, 422 to a malformed id',
    async (method, suffix) => {
      const request = (id: string | number) =>
        test.http[method](`/api/v1/content/${id}${suffix}`).send(
          method === 'put' ? { quality_score: 0.9 } : undefined,
        );
      const generated = await createContent(test.dataSource, { creatorId: creator.id, sourceType: 'auto' });
      for (const id of [1, 2_147_483_647, 2_147_483_648, '9'.repeat(30), generated.id]) {
        const response = await request(id);
        expectError(response, 404, 'NOT_FOUND');
        expect(response.body.detail).toBe(`Content with id ${id} not found`);
      }
      for (const id of ['abc', '1.5', '-1', '0', '1e3', '%20', '0x10']) {
        expectError(await request(id), 422, 'VALIDATION_ERROR');
      }
    },
  );
});
