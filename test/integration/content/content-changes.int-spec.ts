import sql from 'sql-template-tag';
import { runSql } from '../../../src/database/run-sql.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';
import { insertContent, insertTags, tagContent } from '../database/content-rows.js';

interface Change {
  contentId: number | null;
  kind: string;
  tagKey: number | null;
}

describe('the journal of content changes', () => {
  let database: TestDatabase;
  let creatorId: string;
  let tagKeys: number[];

  beforeAll(async () => {
    database = await createTestDatabase();
    creatorId = (await createUser(database.dataSource)).id;
    tagKeys = await insertTags(database.dataSource, 2);
  });
  afterAll(() => database.drop());

  const run = (text: string, ...values: unknown[]): Promise<unknown> =>
    database.dataSource.query(text, values);

  /** What a piece of work wrote into the journal. */
  async function changesBy(work: () => Promise<unknown>): Promise<Change[]> {
    await run('DELETE FROM content_changes');
    await work();
    return runSql<Change>(
      database.dataSource,
      sql`
        SELECT content_id AS "contentId", kind, tag_key AS "tagKey"
        FROM content_changes
        ORDER BY xid, kind, content_id, tag_key`,
    );
  }

  it('tells added content once, whatever tags come with it', async () => {
    const changes = await changesBy(() =>
      database.dataSource.transaction(async (manager) => {
        const ids = await insertContent(manager, creatorId, { count: 2 });
        await tagContent(manager, ids, tagKeys);
      }),
    );
    expect(changes.map(({ kind }) => kind)).toEqual(['added', 'added']);
  });

  it.each([
    ['title', `title = 'another'`],
    ['privacy', 'is_private = true'],
    ['quality', 'quality_score = 0.9'],
    ['metadata', `item_metadata = '{"a": 1}'`],
    ['touched', `updated_at = '2026-11-21'`],
    ['other', `content_type = 'video'`],
  ])('tells a change of %s', async (kind, assignment) => {
    const [id = 0] = await insertContent(database.dataSource, creatorId);
    const change = (): Promise<unknown> => run(`UPDATE content_items SET ${assignment} WHERE id = $1`, id);
    expect(await changesBy(change)).toEqual([{ contentId: id, kind, tagKey: null }]);
    expect(await changesBy(change)).toEqual([]);
  });

  it('tells tags put on content that was there, and taken off with it', async () => {
    const [id = 0] = await insertContent(database.dataSource, creatorId);
    const ofTags = tagKeys.map((tagKey) => ({ contentId: id, kind: 'tags', tagKey }));
    expect(await changesBy(() => tagContent(database.dataSource, [id], tagKeys))).toEqual(ofTags);
    expect(await changesBy(() => run('DELETE FROM content_items WHERE id = $1', id))).toEqual([
      { contentId: id, kind: 'removed', tagKey: null },
      ...ofTags,
    ]);
  });

  it('tells a statement of many rows, and a truncation, as one change of everything', async () => {
    const everything = [{ contentId: null, kind: 'everything', tagKey: null }];
    expect(await changesBy(() => insertContent(database.dataSource, creatorId, { count: 1001 }))).toEqual(
      everything,
    );
    expect(await changesBy(() => run('TRUNCATE content_items CASCADE'))).toEqual([
      ...everything,
      ...everything,
    ]);
  });

  it('forgets what lies so many transactions back, and keeps what is younger', async () => {
    const [old = 0] = await insertContent(database.dataSource, creatorId);
    const [young = 0] = await insertContent(database.dataSource, creatorId);
    const known = async (): Promise<number[]> => {
      const rows = await runSql<{ id: number }>(
        database.dataSource,
        sql`SELECT content_id AS id FROM content_changes WHERE content_id IN (${old}, ${young}) ORDER BY xid`,
      );
      return rows.map(({ id }) => id);
    };
    await run('SELECT forget_content_changes()');
    expect(await known()).toEqual([old, young]);
    // In one snapshot, because other transactions of the cluster move its horizon.
    await database.dataSource.transaction('REPEATABLE READ', (manager) =>
      runSql(
        manager,
        sql`
          SELECT forget_content_changes(pg_snapshot_xmin(pg_current_snapshot())::text::bigint - xid::text::bigint)
          FROM content_changes WHERE content_id = ${young}`,
      ),
    );
    expect(await known()).toEqual([young]);
  });
});
