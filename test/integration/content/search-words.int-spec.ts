import fc from 'fast-check';
import sql, { join, type Sql } from 'sql-template-tag';
import { parseSearchTerm, containsTerm } from '../../../src/content/search-term.js';
import {
  findTermWords,
  indexConditions,
  textConditions,
  type TermWords,
} from '../../../src/content/lists/search-words.queries.js';
import { criteriaOf } from '../../../src/content/lists/content-criteria.js';
import { countMatching, prepareSearching } from '../../../src/content/lists/walk.queries.js';
import { runSql } from '../../../src/database/run-sql.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';

/** Characters that make words, part them, and mean something to patterns; letters with unlike cases among them. */
const letter = fc.constantFrom(
  ...'abAB',
  'é',
  'É',
  'ß',
  'Σ',
  'ς',
  'İ',
  '漢',
  '🎨',
  ...' -_%\\\'".,!',
  '\t',
  '\u00a0',
);
/** What a search makes of a term it has looked up. */
function conditionsOf(term: TermWords): Sql[] {
  return [...indexConditions(term), ...textConditions(term)];
}

const text = fc.string({ unit: letter, minLength: 1, maxLength: 12 });

describe('the words a search goes by', () => {
  let database: TestDatabase;
  let creatorId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    creatorId = (await createUser(database.dataSource)).id;
  });
  afterAll(() => database.drop());
  beforeEach(() => database.dataSource.query('DELETE FROM content_items; DELETE FROM search_dictionary'));

  async function store(texts: readonly (readonly [title: string, prompt: string])[]): Promise<void> {
    await runSql(
      database.dataSource,
      sql`
        INSERT INTO content_items (title, prompt, content_type, content_data, creator_id, source_type)
        SELECT title, prompt, 'text', 'data', ${creatorId}, 'items'
        FROM unnest(${texts.map(([title]) => title)}::text[], ${texts.map(([, prompt]) => prompt)}::text[])
          AS texts (title, prompt)`,
    );
  }

  const wordsOf = async (body: string): Promise<string[]> => {
    const [row] = await runSql<{ words: string[] }>(
      database.dataSource,
      sql`SELECT search_words(${body}) AS words`,
    );
    return row?.words ?? [];
  };

  it.each([
    ['A Lighthouse, at dusk!', ['a', 'lighthouse', 'at', 'dusk']],
    ['snake_case-and\x1fmore', ['snake', 'case', 'and', 'more']],
    ['ÜBER 漢字 🎨x', ['über', '漢字', '🎨x']],
    ['... !?', []],
    ['', []],
    [`${'q'.repeat(500)} ${'z'.repeat(501)} a`, ['q'.repeat(500), 'a', '\x01']],
  ])('are %j', async (body, words) => {
    expect(await wordsOf(body)).toEqual(words);
  });

  it('find what stands in a text and nothing else, whatever is looked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 20 }),
        fc.array(text, { minLength: 1, maxLength: 3 }),
        async (texts, pieces) => {
          await database.dataSource.query('DELETE FROM content_items');
          await store(texts);
          const terms = pieces.flatMap((piece) => [
            ...parseSearchTerm(piece),
            ...parseSearchTerm(`"${piece}"`),
          ]);
          for (const term of terms) {
            const found = await findTermWords(database.dataSource, [term]);
            const [mistaken] = await runSql(
              database.dataSource,
              sql`
                SELECT c.title, c.prompt, ${term} AS term FROM content_items c
                WHERE ${containsTerm(term)} <> (${join(found.flatMap(conditionsOf), ' AND ')})`,
            );
            expect(mistaken).toBeUndefined();
          }
        },
      ),
      { numRuns: 60, interruptAfterTimeLimit: 15_000 },
    );
  });

  it('look into texts with a word too long to be kept', async () => {
    const long = `${'x'.repeat(300)}needle${'x'.repeat(300)}`;
    await store([
      ['long', long],
      ['short', 'x'],
    ]);
    for (const term of ['needle', long, `long ${long}`.slice(5)]) {
      const [found] = await findTermWords(database.dataSource, [term]);
      expect(found?.isExact).toBe(false);
      const rows = await runSql(
        database.dataSource,
        sql`SELECT FROM content_items c WHERE ${join(conditionsOf(found as TermWords), ' AND ')}`,
      );
      expect(rows).toHaveLength(1);
    }
  });

  it('lead to the index also where the planner takes them for half of all content, and count right', async () => {
    const lakes = Array.from({ length: 60 }, (_unused, index) => [`lake${index}`, 'x'] as const);
    const others = Array.from({ length: 3000 }, (_unused, index) => [`hill${index}`, 'x'] as const);
    await store([...lakes, ...others]);
    await database.dataSource.query('ANALYZE content_items');
    const words = await findTermWords(database.dataSource, ['lake']);
    const criteria = criteriaOf({ searchTerm: 'lake', tags: { keys: [1], match: 'any' } })!;
    await database.dataSource.transaction(async (manager) => {
      const statements: [text: string, values: unknown[]][] = [];
      const query = <T>(text: string, values: unknown[] = []): Promise<T> => {
        statements.push([text, values]);
        return manager.query(text, values);
      };
      await prepareSearching(manager, words);
      expect(await countMatching(manager, { ...criteria, tags: undefined }, words)).toBe(60);
      expect(await countMatching({ query }, criteria, words)).toBe(0);
      const [[text, values]] = statements as [[string, unknown[]]];
      const plan = JSON.stringify(await manager.query(`EXPLAIN ${text}`, values));
      expect(plan).toContain('Bitmap Index Scan on idx_content_items_search_words');
    });
  });

  it('know the words of a changed title', async () => {
    await store([['before', 'p']]);
    await database.dataSource.query(`UPDATE content_items SET title = 'afterwards'`);
    expect(await findTermWords(database.dataSource, ['terward'])).toEqual([
      { term: 'terward', words: [['afterwards']], isExact: true },
    ]);
  });

  it('must be met exactly inside a phrase and may go on at its ends', async () => {
    await store([['phrase', 'a cat sat on matting']]);
    expect(await findTermWords(database.dataSource, ['at sat on mat'])).toEqual([
      {
        term: 'at sat on mat',
        words: [
          ['cat', 'sat', '\x01'],
          ['sat', '\x01'],
          ['on', '\x01'],
          ['matting', '\x01'],
        ],
        isExact: false,
      },
    ]);
  });

  it('are passed over when too many words hold what is looked for', async () => {
    const wordsFrom = (first: number): string =>
      Array.from({ length: 1600 }, (_unused, index) => `word${first + index}`).join(' ');
    await store([
      ['many', wordsFrom(0)],
      ['more', wordsFrom(1600)],
    ]);
    expect(await findTermWords(database.dataSource, ['word'])).toEqual([
      { term: 'word', words: [], isExact: false },
    ]);
    const [some] = await findTermWords(database.dataSource, ['word59']);
    expect(some?.words[0]).toHaveLength(11);
  });
});
