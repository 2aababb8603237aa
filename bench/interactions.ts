/**
 * `npm run bench interactions`: the figures and lists of 10 million interactions through HTTP, one connection alone, and
 * what recording them costs, one by one and in bulk. The data are kept from run to run. See bench/README.md.
 */
import { parseArgs } from 'node:util';
import { lastLoadedId, loadBenchData } from './interactions/data/load.js';
import { runBench } from './interactions/run-bench.js';
import { withKeptDatabase } from './support/kept-database.js';

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    'load-only': { type: 'boolean', default: false },
    plans: { type: 'boolean', default: false },
  },
});
const [scale, rounds] = [Number(values.scale), Number(values.rounds)];
if (!(scale > 0 && rounds > 0)) throw new RangeError('--scale and --rounds must be numbers above 0');

await withKeptDatabase(
  {
    bench: 'interactions',
    madeBy: ['dist/bench/interactions/data'],
    parameters: { scale },
    load: (config) => loadBenchData(config, { scale }),
  },
  async (config) => {
    if (values['load-only']) return;
    await runBench(config, {
      rounds,
      isPlansOnly: values.plans,
      isWhole: scale === 1 && rounds >= 5,
      lastLoadedId: lastLoadedId({ scale }),
    });
  },
);
