/**
 * `npm run traffic`: plays the sessions of some users against a running server for a while, so that its analytics
 * have something real to tell. Whatever it creates it deletes again.
 */
import { createProgressBar } from '../common/progress-bar.js';
import { loadConfig } from '../config/load-config.js';
import { playTraffic } from './traffic/play-traffic.js';
import { readTrafficOptions } from './traffic/traffic-options.js';
import { TrafficError } from './traffic/traffic.error.js';

const interrupted = new AbortController();
process.on('SIGINT', () => {
  interrupted.abort();
});

try {
  const port = loadConfig({ fallbackEnvironment: 'demo' }).get('api-port');
  const options = readTrafficOptions(process.argv.slice(2), port);
  const statistics = await playTraffic(options, createProgressBar(process.stderr), interrupted.signal);
  process.stdout.write(`\n${statistics.toTable()}\n`);
  if (statistics.failures > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof TrafficError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
