import type { AppConfig } from './config/app-config.js';
import { dataDirectory } from './config/data-dir.js';
import { createDataSource } from './database/data-source.js';

/** A configuration whose stores can be reached, and how to give up those started for it. */
export interface Stores {
  config: AppConfig;
  release(): Promise<void>;
}

async function prepareEmbedded(config: AppConfig, isToBeMigrated: boolean): Promise<void> {
  const { createDatabaseIfMissing } = await import('./embedded/create-database.js');
  await createDatabaseIfMissing(config.databaseUrl);
  if (!isToBeMigrated) return;
  const { migrate } = await import('./database/migrations.js');
  await migrate(createDataSource(config));
}

/**
 * Fills in what DATABASE_URL and REDIS_URL leave open with the embedded servers, starting or joining them; an
 * embedded database is brought to the newest schema unless `migrate` is false. The embedded code is loaded only then: images do without it.
 */
export async function openStores(
  config: AppConfig,
  log: (line: string) => void,
  options: { migrate?: boolean } = {},
): Promise<Stores> {
  const { databaseUrl, redisUrl } = config.connections;
  if (databaseUrl !== undefined && redisUrl !== undefined)
    return { config, release: () => Promise.resolve() };
  const { acquireServers } = await import('./embedded/servers.js');
  const only = databaseUrl !== undefined ? 'redis' : redisUrl !== undefined ? 'postgres' : undefined;
  const servers = await acquireServers({
    dataDir: dataDirectory(),
    durable: true,
    log,
    ...(only && { only }),
  });
  const reachable = config.with({
    connections: {
      databaseUrl: databaseUrl ?? servers.databaseUrl(config.get('database-name')),
      redisUrl: redisUrl ?? servers.redisUrl,
    },
  });
  try {
    if (databaseUrl === undefined) await prepareEmbedded(reachable, options.migrate ?? true);
  } catch (error) {
    await servers.release();
    throw error;
  }
  return { config: reachable, release: () => servers.release() };
}
