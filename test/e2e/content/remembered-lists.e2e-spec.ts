import sql from 'sql-template-tag';
import { runSql } from '../../../src/database/run-sql.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createTag } from '../../support/factories/tag.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { insertContent, tagContent } from '../../integration/database/content-rows.js';

describe('a list that is remembered', () => {
  let test: TestApp;
  let creatorId: string;

  beforeAll(async () => {
    test = await createTestApp();
    creatorId = (await createUser(test.dataSource)).id;
  });
  afterAll(() => test.close());
  beforeEach(() => test.dataSource.query('TRUNCATE content_items CASCADE'));

  const run = (text: string, ...values: unknown[]): Promise<unknown> => test.dataSource.query(text, values);

  async function list(query: object): Promise<{ total: number; ids: number[]; cursor: string }> {
    const { body } = await test.http.get('/api/v1/content').query(query).expect(200);
    const { total, items, pagination } = body as {
      total: number;
      items: { id: number }[];
      pagination: { next_cursor: string };
    };
    return { total, ids: items.map(({ id }) => id), cursor: pagination.next_cursor };
  }

  async function needles(count: number): Promise<number[]> {
    const recipes = Array.from({ length: count }, (_unused, index) => ({
      creatorId,
      title: `needle ${index}`,
    }));
    return (await createContents(test.dataSource, recipes)).map(({ id }) => id);
  }

  it('learns of tags moved by SQL', async () => {
    const tags = await Promise.all(
      ['one', 'two', 'three'].map((name) => createTag(test.dataSource, { name })),
    );
    const [one = 0, two = 0, three = 0] = tags.map(({ key }) => key);
    const ids = await needles(2);
    await tagContent(test.dataSource, [ids[0]!], [one]);
    await tagContent(test.dataSource, [ids[1]!], [three]);
    const query = { tag: ['one', 'two'], tag_match: 'any' };
    expect((await list(query)).total).toBe(1);
    await run('UPDATE content_tags SET tag_key = $1 WHERE tag_key = $2', two, three);
    expect((await list(query)).total).toBe(2);
  });

  it('counts content once that is deleted and put back under its id', async () => {
    const ids = await needles(2);
    expect((await list({ search_term: 'needle' })).total).toBe(2);
    await test.dataSource.transaction(async (manager) => {
      await manager.query(
        'CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM content_items WHERE id = $1',
        [ids[0]],
      );
      await manager.query('DELETE FROM content_items WHERE id = $1', [ids[0]]);
      await manager.query('INSERT INTO content_items SELECT * FROM kept');
    });
    const { total, ids: listed } = await list({ search_term: 'needle' });
    expect([total, new Set(listed).size]).toEqual([2, 2]);
  });

  it('is not led astray by a journal restored from an older cluster', async () => {
    const ids = await needles(2);
    await run(
      `INSERT INTO content_changes (xid, content_id, kind)
       SELECT (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 20 + n)::text::xid8, $1, 'added'
       FROM generate_series(1, 3) AS n`,
      ids[0],
    );
    expect((await list({ search_term: 'needle' })).total).toBe(2);
    for (let transactions = 0; transactions < 40; transactions += 1) await run('SELECT pg_current_xact_id()');
    expect((await list({ search_term: 'needle' })).total).toBe(2);
  });

  it('keeps its ids: they cannot be changed even by SQL', async () => {
    const [id] = await needles(1);
    await expect(run('UPDATE content_items SET id = id + 1000 WHERE id = $1', id)).rejects.toThrow(
      'id is immutable',
    );
  });

  it('gives its total to no list with another filter, by whatever cursor', async () => {
    await needles(5);
    const { cursor } = await list({ search_term: 'needle', page_size: 2 });
    const forged = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Record<string, unknown>;
    const body = JSON.stringify({ ...forged, t: [999_999, 'another list'] });
    const answer = await list({ search_term: 'needle', cursor: Buffer.from(body).toString('base64url') });
    expect([answer.total, answer.ids.length]).toEqual([5, 3]);
  });

  it('refuses more words than anybody searches for', async () => {
    const search_term = Array.from({ length: 33 }, (_unused, index) => `w${index}`).join(' ');
    const { body } = await test.http.get('/api/v1/content').query({ search_term }).expect(422);
    expect(body).toMatchObject({
      error_code: 'VALIDATION_ERROR',
      detail: 'search_term must have at most 32 words and phrases',
    });
  });

  it('is found at any depth by offset, from its days and from pages seen before', async () => {
    for (const day of [10, 11, 12]) {
      const createdAt = new Date(Date.UTC(2026, 10, day, 12));
      await insertContent(test.dataSource, creatorId, { count: 900, createdAt });
    }
    const rows = await runSql<{ id: number }>(
      test.dataSource,
      sql`SELECT id FROM content_items ORDER BY created_at DESC, id DESC`,
    );
    const expected = rows.map(({ id }) => id);
    for (const sort_order of ['desc', 'asc']) {
      const inOrder = sort_order === 'desc' ? expected : expected.toReversed();
      for (const skip of [1001, 1011, 1011, 2690, 1500, 1001, 2699, 2700, 900_000]) {
        const page = await list({ skip, limit: 10, sort_order });
        expect([page.total, page.ids]).toEqual([2700, inOrder.slice(skip, skip + 10)]);
      }
    }
    const [added = 0] = await insertContent(test.dataSource, creatorId, { createdAt: new Date() });
    const page = await list({ skip: 1011, limit: 10 });
    expect([page.total, page.ids]).toEqual([2701, [added, ...expected].slice(1011, 1021)]);
  });
});
