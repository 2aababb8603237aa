import sql from 'sql-template-tag';
import { runSql } from '../../../src/database/run-sql.js';
import { expectError } from '../../support/expect-error.js';
import { createTag } from '../../support/factories/tag.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

/** Content of either source, as the statistics have it. */
const counts: [name: string, items: number, auto: number][] = [
  ['both', 30, 30],
  ['mostly auto', 5, 50],
  ['twin b', 20, 0],
  ['twin a', 0, 20],
  ['rare', 1, 0],
];

describe('popular tags', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  const get = (query: object = {}) => test.http.get('/api/v1/tags/popular').query(query);
  const shown = async (query?: object): Promise<unknown[]> =>
    (await get(query)).body.map(
      ({ name, cardinality }: { name: string; cardinality: number }) => `${name} ${cardinality}`,
    );

  it('are none before the statistics were made', async () => {
    await createTag(test.dataSource, { name: 'uncounted' });
    expect((await get()).body).toEqual([]);
  });

  describe('once there are statistics', () => {
    beforeAll(async () => {
      for (const [name, items, auto] of counts) {
        const { id } = await createTag(test.dataSource, { name });
        await runSql(
          test.dataSource,
          sql`
            INSERT INTO tag_cardinality_stats (tag_id, content_source, cardinality)
            SELECT ${id}, source, cardinality
            FROM (VALUES ('items', ${items}::int), ('auto', ${auto}::int)) AS s (source, cardinality)
            WHERE cardinality > 0`,
        );
      }
    });

    it('are those of most content of both sources, ties by name', async () => {
      expect(await shown()).toEqual(['both 60', 'mostly auto 55', 'twin a 20', 'twin b 20', 'rare 1']);
      expect((await get({ limit: 1 })).body).toEqual([
        { id: expect.any(String), name: 'both', cardinality: 60 },
      ]);
    });

    it.each(['items', 'regular'])('are counted by regular content alone: %s', async (content_source) => {
      expect(await shown({ content_source })).toEqual(['both 30', 'twin b 20', 'mostly auto 5', 'rare 1']);
    });

    it('are counted by generated content alone', async () => {
      expect(await shown({ content_source: 'auto' })).toEqual(['mostly auto 50', 'both 30', 'twin a 20']);
    });

    it('are cut off by number, breaking a tie for the last place by name', async () => {
      expect(await shown({ limit: 3 })).toEqual(['both 60', 'mostly auto 55', 'twin a 20']);
    });

    it('are cut off by content, of the sum or of the source', async () => {
      expect(await shown({ min_cardinality: 21 })).toEqual(['both 60', 'mostly auto 55']);
      expect(await shown({ min_cardinality: 31, content_source: 'auto' })).toEqual(['mostly auto 50']);
      expect(await shown({ min_cardinality: 2_147_483_647 })).toEqual([]);
    });

    it.each([
      'limit=0',
      'limit=101',
      'limit=',
      'limit=x',
      'min_cardinality=0',
      'min_cardinality=2147483648',
      'content_source=',
      'content_source=all',
      'content_source=constructor',
    ])('refuse %s', async (query) => {
      expectError(await test.http.get(`/api/v1/tags/popular?${query}`), 422, 'VALIDATION_ERROR');
    });
  });
});
