/**
 * `npm run bench generation`: how soon an idle queue takes up a job, how many jobs a second can be created through HTTP,
 * and how soon 1,000 WebSocket clients hear of an event. See bench/README.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDataSource } from '../src/database/data-source.js';
import { measureCreation } from './generation/creation.js';
import { createUsers, type Generation } from './generation/generation.js';
import { measurePickup } from './generation/pickup.js';
import { measureWatchers } from './generation/watchers.js';
import { ApiProcess } from './support/api-process.js';
import { createMigratedDatabase, dropDatabase } from './support/bench-database.js';
import { withBenchServers } from './support/bench-servers.js';
import { report } from './support/report.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
if (!(rounds > 0)) throw new RangeError('--rounds must be a number above 0');

const targets = { pickup_p99_ms: 50, last_of_1000_watchers_p99_ms: 250 };

async function run(generation: Generation): Promise<void> {
  const pickup = await measurePickup(generation, rounds);
  const creation = await measureCreation(generation, rounds);
  const watchers = await measureWatchers(generation, rounds);
  const figures = { ...pickup.figures, ...creation.figures, ...watchers.figures };
  const floors = { ...pickup.floors, ...creation.floors, ...watchers.floors };
  const targetsMet = Object.entries(targets).every(([name, limit]) => (figures[name] ?? Infinity) < limit);
  report({ bench: 'generation', figures, floors, targets, targetsMet, isKept: rounds >= 5 });
}

await withBenchServers({ dataDir: 'bench-generation', durable: true }, async (configFor) => {
  const [admin, config] = [configFor('postgres'), configFor('bench_generation')];
  await dropDatabase(admin, 'bench_generation');
  await createMigratedDatabase(config);
  const storage = mkdtempSync(join(tmpdir(), 'genonaut-bench-'));
  const variables = {
    STORAGE_DIR: storage,
    LIVE_MAX_SOCKETS_PER_ADDRESS: '2000',
    // Every job created is enqueued, as it is by the floor.
    GENERATION_MAX_ACTIVE_PER_USER: '1000',
  };
  const dataSource = await createDataSource(config).initialize();
  const api = await ApiProcess.start(config, variables);
  try {
    await run({ config, variables, dataSource, api, userIds: await createUsers(dataSource) });
  } finally {
    await api.stop();
    await dataSource.destroy();
    await dropDatabase(admin, 'bench_generation');
    rmSync(storage, { recursive: true, force: true });
  }
});
