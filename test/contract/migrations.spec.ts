import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { migrate, revert } from '../../src/database/migrations.js';
import { runSql } from '../../src/database/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../support/test-stores.js';

const names = migrations.map(({ name }) => name);

/** What the migrations own in the schema: everything but extensions and TypeORM's record of the migrations. */
async function schemaObjects(dataSource: DataSource): Promise<string[]> {
  const rows = await runSql<{ object: string }>(
    dataSource,
    sql`
      WITH objects AS (
        SELECT 'pg_class'::regclass AS catalogue, oid, relname AS name FROM pg_class
          WHERE relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'pg_proc'::regclass, oid, proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'pg_type'::regclass, oid, typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'pg_trigger'::regclass, oid, tgname FROM pg_trigger WHERE NOT tgisinternal
      )
      SELECT catalogue::text || ' ' || name AS object
      FROM objects o
      WHERE name !~ '^_?migrations|^PK_' AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = o.catalogue AND d.objid = o.oid AND d.deptype = 'e'
      )
      ORDER BY object`,
  );
  return rows.map(({ object }) => object);
}

async function indexNames(dataSource: DataSource, table: string): Promise<string[]> {
  const rows = await runSql<{ name: string }>(
    dataSource,
    sql`
      SELECT i.indexrelid::regclass::text AS name
      FROM pg_index i
      WHERE i.indrelid = ${table}::regclass
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))`,
  );
  return rows.map(({ name }) => name).sort();
}

describe('migrations', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
  });
  afterAll(() => database.drop());

  it('lists every file of the folder, oldest first', () => {
    const files = readdirSync(join(import.meta.dirname, '../../migrations')).filter((file) =>
      /^\d/.test(file),
    );
    const classNames = files.sort().map((file) => {
      const [epoch = '', ...words] = file.replace('.ts', '').split('-');
      return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') + epoch;
    });
    expect(names).toEqual(classNames);
    expect(files.every((file) => /^\d{13}-[a-z0-9-]+\.ts$/.test(file))).toBe(true);
  });

  it('runs every migration once although two processes start at the same moment', async () => {
    const runs = await Promise.all([migrate(database.dataSource), migrate(database.dataSource)]);
    expect(runs.flat()).toEqual(names);
  });

  it('leaves nothing for TypeORM to change', async () => {
    const changes = await database.dataSource.driver.createSchemaBuilder().log();
    expect(changes.upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('has exactly the indexes the entities name', async () => {
    for (const { tableName, indices } of database.dataSource.entityMetadatas) {
      const declared = indices.map(({ name }) => name).sort();
      expect({ tableName, indexes: await indexNames(database.dataSource, tableName) }).toEqual({
        tableName,
        indexes: declared,
      });
    }
  });

  it('is undone completely, partitions included, and can be run again', async () => {
    const before = await schemaObjects(database.dataSource);
    await runSql(
      database.dataSource,
      sql`SELECT ensure_event_partitions('route_analytics', '2026-11-20', '2026-11-21')`,
    );

    await revert(database.dataSource, names.length);
    expect(await schemaObjects(database.dataSource)).toEqual([]);

    expect(await migrate(database.dataSource)).toEqual(names);
    expect(await schemaObjects(database.dataSource)).toEqual(before);
  });
});
