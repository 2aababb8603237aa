import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { AppConfig } from '../../src/config/app-config.js';
import { projectRoot } from '../../src/config/project-root.js';
import { createMigratedDatabase, dropDatabase } from './bench-database.js';
import { withBenchServers } from './bench-servers.js';

export interface KeptDatabaseOptions {
  readonly bench: string;
  /** Compiled folders whose code makes the data; a change in one of them has it made anew. */
  readonly madeBy: readonly string[];
  /** What tells one data set from another; each is kept in a database of its own. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly load: (config: AppConfig) => Promise<void>;
}

function stampOf({ madeBy }: KeptDatabaseOptions): string {
  const hash = createHash('sha256');
  for (const folder of ['dist/migrations', ...madeBy]) {
    const path = join(projectRoot, folder);
    const files = readdirSync(path).filter((file) => file.endsWith('.js'));
    for (const file of files.sort()) hash.update(file).update(readFileSync(join(path, file)));
  }
  return hash.digest('hex');
}

/** The comment of a database says what it was made of; it is written when the load is complete. */
async function readStamp(admin: pg.Client, database: string): Promise<string | undefined> {
  const { rows } = await admin.query<{ stamp: string }>(
    `SELECT shobj_description(oid, 'pg_database') AS stamp FROM pg_database WHERE datname = $1`,
    [database],
  );
  return rows[0]?.stamp;
}

async function writeStamp(admin: pg.Client, database: string, stamp: string): Promise<void> {
  await admin.query(`COMMENT ON DATABASE ${pg.escapeIdentifier(database)} IS ${pg.escapeLiteral(stamp)}`);
}

/**
 * A database too large to load for every run, on servers that run as the product's do: kept in a folder of its own
 * below .data, and loaded anew when the migrations or its makers changed.
 */
export async function withKeptDatabase(
  options: KeptDatabaseOptions,
  work: (config: AppConfig) => Promise<void>,
): Promise<void> {
  const { bench, parameters, load } = options;
  const name = ['bench', bench, ...Object.values(parameters)].join('_');
  const stamp = stampOf(options);
  await withBenchServers({ dataDir: `bench-${bench}`, durable: true }, async (configFor) => {
    const [adminConfig, config] = [configFor('postgres'), configFor(name)];
    const admin = new pg.Client(adminConfig.databaseUrl);
    await admin.connect();
    try {
      if ((await readStamp(admin, name)) !== stamp) {
        await dropDatabase(adminConfig, name);
        await createMigratedDatabase(config);
        await load(config);
        await writeStamp(admin, name, stamp);
      }
    } finally {
      await admin.end();
    }
    await work(config);
  });
}
