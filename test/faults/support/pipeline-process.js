/**
 * A drainer in a process of its own, so that it can be killed. Takes its options as one JSON argument:
 * `{connections, values, sessionTimeZone, now, rollUp}`. Says "draining" before its first command. Runs compiled
 * code, as workers do.
 */
import { DataSource } from 'typeorm';
import { createRouteEventsPipeline } from '../../../dist/src/analytics/routes/route-events.pipeline.js';
import { loadConfig } from '../../../dist/src/config/load-config.js';
import { dataSourceOptions } from '../../../dist/src/database/data-source.js';
import { createRedis } from '../../../dist/src/redis/create-redis.js';
import { HourlyRollup } from '../../../dist/src/stream-pipeline/hourly-rollup.js';
import { StreamDrainer } from '../../../dist/src/stream-pipeline/stream-drainer.js';
import { StreamKeys } from '../../../dist/src/stream-pipeline/stream-keys.js';

const { connections, values, sessionTimeZone, now, rollUp } = JSON.parse(process.argv[2]);
const config = loadConfig({ variables: { APP_ENV: 'test' } }).with({ connections, values });
const clock = { now: () => (now ? new Date(now) : new Date()) };
const options = dataSourceOptions(config);
const dataSource = new DataSource({
  ...options,
  ...(sessionTimeZone && { extra: { ...options.extra, options: `-c TimeZone=${sessionTimeZone}` } }),
});
await dataSource.initialize();
const redis = createRedis(config, { enableOfflineQueue: true });
await redis.ping();
const pipeline = createRouteEventsPipeline(config);

process.stdout.write('draining\n');
await new StreamDrainer(dataSource, redis, new StreamKeys(config.get('redis-ns')), clock).drain(pipeline);
if (rollUp) await new HourlyRollup(dataSource, clock).roll(pipeline);
redis.disconnect();
await dataSource.destroy();
