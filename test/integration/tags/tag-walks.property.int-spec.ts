import fc from 'fast-check';
import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { runSql } from '../../../src/database/run-sql.js';
import { findRelations, type TagDirection } from '../../../src/tags/tag-relations.queries.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';

/** From a tag to its parent; tags are numbers. */
type Link = readonly [tag: number, parent: number];

const nameOf = (tag: number): string => `tag ${String(tag).padStart(4, '0')}`;
const idOf = (tag: number): string => `00000000-0000-4000-8000-${String(tag).padStart(12, '0')}`;

async function replaceGraph(db: DataSource, size: number, links: readonly Link[]): Promise<void> {
  await runSql(db, sql`DELETE FROM tags`);
  const tags = Array.from({ length: size }, (_, tag) => ({ id: idOf(tag), name: nameOf(tag) }));
  await runSql(
    db,
    sql`
      INSERT INTO tags (id, name, slug)
      SELECT id, name, name FROM jsonb_to_recordset(${JSON.stringify(tags)}::jsonb) AS t (id uuid, name text)`,
  );
  await runSql(
    db,
    sql`
      INSERT INTO tag_parents
      SELECT * FROM unnest(${links.map(([tag]) => idOf(tag))}::uuid[], ${links.map(([, parent]) => idOf(parent))}::uuid[])
      ON CONFLICT DO NOTHING`,
  );
}

/** The walk as one would do it by hand: ever wider circles around the start. */
function walk(links: readonly Link[], start: number, direction: TagDirection, maxDepth: number): string[] {
  const depths = new Map([[start, 0]]);
  for (let depth = 1; depth <= maxDepth; depth += 1) {
    for (const [tag, parent] of links) {
      const [from, to] = direction === 'up' ? [tag, parent] : [parent, tag];
      if (depths.get(from) === depth - 1 && !depths.has(to)) depths.set(to, depth);
    }
  }
  depths.delete(start);
  return [...depths]
    .sort(([a, x], [b, y]) => x - y || a - b)
    .map(([tag, depth]) => `${nameOf(tag)} ${depth}`);
}

describe('walks through the hierarchy', () => {
  let database: TestDatabase;
  let db: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
  });
  afterAll(() => database.drop());

  const found = async (start: number, direction: TagDirection, maxDepth: number): Promise<string[]> =>
    ((await findRelations(db, idOf(start), direction, maxDepth)) ?? []).map(
      ({ name, depth }) => `${name} ${depth}`,
    );

  const sizes = fc.integer({ min: 2, max: 14 });
  const depths = fc.constantFrom(1, 2, 3, 10, 50);
  const pairs = (size: number) => {
    const tag = fc.nat(size - 1);
    return fc.array(
      fc.tuple(tag, tag).filter(([a, b]) => a !== b),
      { maxLength: 40 },
    );
  };
  const acyclic = sizes.chain((size) =>
    pairs(size).map((chosen) => ({
      size,
      links: chosen.map(([a, b]): Link => [Math.max(a, b), Math.min(a, b)]),
    })),
  );
  const tangled = sizes.chain((size) =>
    pairs(size).map((links) => ({ size, links: [...links, [0, 1], [1, 0]] as Link[] })),
  );

  async function expectWalks(
    { size, links }: { size: number; links: Link[] },
    maxDepth: number,
  ): Promise<void> {
    await replaceGraph(db, size, links);
    for (let start = 0; start < size; start += 1) {
      for (const direction of ['up', 'down'] as const)
        expect(await found(start, direction, maxDepth)).toEqual(walk(links, start, direction, maxDepth));
    }
  }

  it('agree with a walk by hand on any graph without cycles', async () => {
    await fc.assert(fc.asyncProperty(acyclic, depths, expectWalks), { numRuns: 100 });
  });

  it('agree with it on any graph with cycles forced into the table', async () => {
    await fc.assert(fc.asyncProperty(tangled, depths, expectWalks), { numRuns: 100 });
  });

  it('climb a ladder of 50 rungs, four tags wide, on which the ways number 4 to the 50th', async () => {
    const links: Link[] = [];
    for (let rung = 0; rung < 50; rung += 1) {
      for (let a = 0; a < 4; a += 1)
        for (let b = 0; b < 4; b += 1) links.push([4 * rung + a, 4 * (rung + 1) + b]);
    }
    await replaceGraph(db, 204, links);
    const up = await found(0, 'up', 50);
    expect(up).toHaveLength(200);
    expect([up[0], up.at(-1)]).toEqual(['tag 0004 1', 'tag 0203 50']);
    expect(await found(203, 'down', 50)).toHaveLength(200);
  });

  it('end where everything is above everything else', async () => {
    const size = 100;
    const links: Link[] = [];
    for (let a = 0; a < size; a += 1) for (let b = 0; b < size; b += 1) if (a !== b) links.push([a, b]);
    await replaceGraph(db, size, links);
    const up = await found(7, 'up', 50);
    expect(up).toHaveLength(size - 1);
    expect(new Set(up.map((line) => line.split(' ').at(-1)))).toEqual(new Set(['1']));
  });

  it('start nowhere without a tag', async () => {
    expect(await findRelations(db, '00000000-0000-4000-8000-ffffffffffff', 'up', 10)).toBeUndefined();
  });
});
