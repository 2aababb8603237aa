import type pg from 'pg';

/** What requests are made of: names that are in the data, always the same ones for the same data. */
export interface BenchSample {
  readonly users: readonly string[];
  /** All tags, the commonest first. */
  readonly tags: readonly SampleTag[];
  /** Words by the share of items they stand in. */
  readonly words: Readonly<Record<WordClass, readonly string[]>>;
}

export interface SampleTag {
  readonly name: string;
  readonly items: number;
}

/** Common: 10 to 60 % of the items. Middling: 0.1 to 2 %. Rare: 5 to 50 items. */
export type WordClass = 'common' | 'middling' | 'rare';

const bounds: Readonly<Record<WordClass, string>> = {
  common: 'items BETWEEN 0.1 * total AND 0.6 * total',
  middling: 'items BETWEEN 0.001 * total AND 0.02 * total',
  rare: 'items BETWEEN 5 AND 50',
};

const sampleSize = 2000;

async function column(client: pg.Client, statement: string): Promise<string[]> {
  const { rows } = await client.query<[string]>({ text: statement, rowMode: 'array' });
  return rows.map(([value]) => value);
}

function wordsOf(client: pg.Client, wordClass: WordClass): Promise<string[]> {
  return column(
    client,
    `SELECT word
     FROM bench.words, (SELECT count(*) AS total FROM content_items) AS content
     WHERE ${bounds[wordClass]} AND length(word) > 1
     ORDER BY md5(word)
     LIMIT ${sampleSize}`,
  );
}

async function readTags(client: pg.Client): Promise<SampleTag[]> {
  const { rows } = await client.query<SampleTag>(`
    SELECT t.name, sum(c.total)::int AS items
    FROM tag_counters c
    JOIN tags t ON t.key = c.tag_key
    GROUP BY t.id
    ORDER BY t.key`);
  return rows;
}

export async function readSample(client: pg.Client): Promise<BenchSample> {
  return {
    users: await column(client, `SELECT id FROM users ORDER BY md5(id::text) LIMIT ${sampleSize}`),
    tags: await readTags(client),
    words: {
      common: await wordsOf(client, 'common'),
      middling: await wordsOf(client, 'middling'),
      rare: await wordsOf(client, 'rare'),
    },
  };
}
