/** A process of its own that acquires the servers of a data dir, says so in one line, and releases on SIGTERM. */
import { acquireServers } from '../../../src/embedded/servers.js';

const servers = await acquireServers({ dataDir: process.argv[2] ?? '', durable: true, log: () => undefined });
process.once('SIGTERM', () => {
  clearInterval(keepAlive);
  void servers.release();
});
const keepAlive = setInterval(() => undefined, 60_000);
process.stdout.write(
  `${JSON.stringify({ database: servers.databaseUrl('postgres'), redis: servers.redisUrl })}\n`,
);
