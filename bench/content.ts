/**
 * `npm run bench content`: lists, searches and counts over 1.2 million items with 9 million tags, through HTTP and in
 * all the ways a screen asks, beside the same statements by bare `pg` and `node:http`; the cases known to be hard, seen
 * for the first time and again; how deep a cursor may go; creation, and reading beside it. The data are kept from run
 * to run. See bench/README.md for the options.
 */
import type { AppConfig } from '../src/config/app-config.js';
import { loadBenchData } from './content/data/load.js';
import { readOptions } from './content/options.js';
import { runBench } from './content/run-bench.js';
import { withKeptDatabase } from './support/kept-database.js';

const options = readOptions(process.argv.slice(2));
const { scale, tagsScale } = options;

/** Until somebody ends the process. */
async function holdServers({ databaseUrl, redisUrl }: AppConfig): Promise<void> {
  console.log(`DATABASE_URL=${databaseUrl}\nREDIS_URL=${redisUrl}`);
  const alive = setInterval(() => undefined, 60_000);
  await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  clearInterval(alive);
}

await withKeptDatabase(
  {
    bench: 'content',
    madeBy: ['dist/bench/content/data'],
    parameters: { scale, tagsScale },
    load: (config) => loadBenchData(config, { scale, tagsScale }),
  },
  async (config) => {
    if (options.isLoadOnly) return;
    await (options.isHeld ? holdServers(config) : runBench(config, options));
  },
);
