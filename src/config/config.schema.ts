import { experiments } from './experiments.setting.js';
import {
  cron,
  decimal,
  flag,
  integer,
  list,
  oneOf,
  postgresDuration,
  text,
  type Setting,
} from './setting.js';

/**
 * Every setting of Genonaut, by its dotted kebab-case key. The value comes from config/base.json, then
 * config/<environment>.json, then the environment variable named after the key (`rate-limit.enabled` →
 * `RATE_LIMIT_ENABLED`). docs/configuration.md is generated from this table.
 */
export const settings = {
  'api-host': text('Address the API listens on'),
  'api-port': integer('Port the API listens on', { min: 0, max: 65_535 }),
  'api-debug': flag('Show the text of unexpected errors in answers; never in production'),
  'api-body-limit-kb': integer('Largest request body, in KiB; larger ones answer 413', {
    min: 1,
    max: 65_536,
  }),
  'api-trust-proxy': flag('Take the client address from X-Forwarded-For; only behind a proxy that sets it'),
  'api-shutdown-timeout-seconds': integer('How long a stop waits for requests under way', {
    min: 1,
    max: 600,
  }),
  'api-stalled-seconds': integer('Time a client may take nothing of what waits for it before it is dropped', {
    min: 1,
    max: 3600,
  }),
  'cors-origins': list('Origins browsers may call from; `*` allows all of them, without credentials'),

  'log-level': oneOf('Least severe level written', [
    'trace',
    'debug',
    'info',
    'warn',
    'error',
    'fatal',
    'silent',
  ]),
  'log-format': oneOf('`json` for machines, `pretty` for people', ['json', 'pretty']),
  'log-requests': flag('Write one line for each finished request'),

  'database-name': text('Database of this environment when the URL does not come from DATABASE_URL alone'),
  'db-pool-size': integer('Connections kept open per process', { min: 1, max: 500 }),
  'db-max-overflow': integer('Connections opened beyond that under load', { min: 0, max: 500 }),
  'db-pool-recycle': integer('Seconds after which a connection is replaced', { min: 1 }),
  'statement-timeout': postgresDuration(
    'Longest run of one SQL statement; beyond it the request answers 504',
  ),
  'lock-timeout': postgresDuration('Longest wait for a lock; beyond it the request answers 503'),
  'idle-in-transaction-session-timeout': postgresDuration('Longest idle time inside a transaction'),

  'redis-ns': text('Prefix of every Redis key, channel, stream and queue', {
    matches: /^[\w-]+$/,
    accepts: 'letters, digits, _ and -',
  }),

  'rate-limit.enabled': flag('Limit requests per client address, of IPv6 per network of 64 bits'),
  'rate-limit.limit': integer('Requests allowed per window', { min: 1 }),
  'rate-limit.window-seconds': integer('Length of the window, in seconds', { min: 1 }),

  'content.hide-others-private': flag('Hide private items of others: in lists, and by id'),
  'content.remembered-rows': integer('Rows up to which a filtered list is remembered row by row', {
    min: 0,
    max: 1_000_000,
  }),
  'content.memory-mb': integer('Memory for the filtered lists of the last minute, in MiB', { min: 1 }),

  'storage-dir': text('Folder of generated files, relative to `DATA_DIR` unless absolute'),
  'images.thumbnail-sizes': list('Boxes thumbnails are made to fit into; the first is the standard one', {
    matches: /^[1-9]\d{0,3}x[1-9]\d{0,3}$/,
    accepts: 'sizes such as 256x256',
  }),

  'generation.default-backend': oneOf('Generator of jobs that name none', ['built-in', 'comfyui']),
  'generation.comfyui-url': text(
    'Base URL of ComfyUI, with `user:password@` where it asks for them, or `off`',
    {
      matches: /^(off|https?:\/\/[^\s?#]+)$/,
      accepts: '`off` or an http(s) URL without query',
    },
  ),
  'generation.comfyui-idle-seconds': integer(
    'Silence of ComfyUI after which a generation is taken for lost',
    { min: 1 },
  ),
  'generation.concurrency': integer('Jobs one worker process works on at a time', { min: 1, max: 64 }),
  'generation.max-active-per-user': integer('Jobs of one user that are queued or worked on at a time', {
    min: 1,
    max: 1000,
  }),
  'generation.attempts': integer('Times a job is tried before it fails', { min: 1, max: 20 }),
  'generation.backoff-ms': integer('Wait before the second attempt; it doubles each time, up to 10 minutes', {
    min: 1,
    max: 600_000,
  }),
  'generation.soft-limit-seconds': integer('Time after which a generation is asked to stop', {
    min: 1,
    max: 86_400,
  }),
  'generation.hard-limit-seconds': integer('Time after which it is given up', { min: 1, max: 86_400 }),
  'generation.heartbeat-ms': integer('How often a worker says that it still works on a job', { min: 50 }),
  'generation.lease-ms': integer('Silence after which a worker is taken for dead', { min: 100 }),
  'generation.reconcile-ms': integer('How often workers compare the jobs with the queue and repair', {
    min: 50,
  }),
  'generation.enqueue-timeout-ms': integer('Longest wait for the queue; beyond it the request answers 503', {
    min: 50,
  }),
  'generation.progress-interval-ms': integer('Least time between two progress events of a job', { min: 0 }),
  'generation.event-retention-hours': integer('Hours the events of a finished job can be replayed', {
    min: 1,
  }),
  'generation.idempotency-hours': integer('Hours the answer to an Idempotency-Key is kept', { min: 1 }),

  'live.max-sockets': integer('Live connections to one process', { min: 1 }),
  'live.max-sockets-per-address': integer(
    'Live connections of one client address, or IPv6 network of 64 bits, to one process',
    { min: 1 },
  ),
  'live.max-message-bytes': integer('Longest message a WebSocket client may send', { min: 16 }),
  'live.max-buffered-kb': integer('Unsent data of a client, in KiB, at which it is sent no more for now', {
    min: 1,
  }),
  'live.ping-seconds': integer('How often WebSocket clients are asked for a sign of life', { min: 1 }),
  'live.check-ms': integer('How often watched jobs are compared with the database, for lost messages', {
    min: 50,
  }),

  'route-analytics.enabled': flag('Capture the timing of every request under /api/'),
  'route-analytics.stream-maxlen': integer('Entries the Redis stream holds before the oldest go', {
    min: 1000,
  }),
  'route-analytics.buffer-max': integer('Events a process holds while Redis is away; more are dropped', {
    min: 1,
  }),
  'route-analytics.flush-interval-ms': integer('Longest time an event waits in the process', {
    min: 1,
    max: 60_000,
  }),
  'route-analytics.transfer-batch-size': integer('Entries moved to PostgreSQL per statement', {
    min: 1,
    max: 10_000,
  }),
  'route-analytics.stream-shards': integer('Streams the events are spread over', { min: 1, max: 16 }),
  'route-analytics.claim-idle-ms': integer(
    'Idle time after which entries of a drainer that died are taken over',
    {
      min: 1,
    },
  ),
  'route-analytics.raw-retention-days': integer('Days raw events are kept; hourly rows stay for ever', {
    min: 1,
  }),
  'route-analytics.variable-params': list('Query parameters that do not tell requests apart for caching'),

  'generation-analytics.enabled': flag('Publish what becomes of every generation'),
  'generation-analytics.stream-maxlen': integer('Entries the Redis stream holds before the oldest go', {
    min: 1000,
  }),
  'generation-analytics.buffer-max': integer('Events a process holds while Redis is away; more are dropped', {
    min: 1,
  }),
  'generation-analytics.flush-interval-ms': integer('Longest time an event waits in the process', {
    min: 1,
    max: 60_000,
  }),
  'generation-analytics.transfer-batch-size': integer('Entries moved to PostgreSQL per statement', {
    min: 1,
    max: 10_000,
  }),
  'generation-analytics.stream-shards': integer('Streams the events are spread over', { min: 1, max: 16 }),
  'generation-analytics.claim-idle-ms': integer(
    'Idle time after which entries of a drainer that died are taken over',
    { min: 1 },
  ),
  'generation-analytics.raw-retention-days': integer('Days raw events are kept; hourly rows stay for ever', {
    min: 1,
  }),

  'cache-planning.top-n-routes': integer('Routes the caching layer plans for (`--count config` in the CLI)', {
    min: 1,
  }),
  'cache-planning.pages-to-cache-per-route': integer(
    'Pages of each such route, for the caching layer to come',
    { min: 1 },
  ),

  'recommender.ease-max-items': integer(
    'Items up to which the model is EASE; a larger catalogue gets implicit ALS',
    { min: 1, max: 20_000 },
  ),
  'recommender.max-items': integer('Most items a model knows: those that the most users met', {
    min: 1,
    max: 1_000_000,
  }),
  'recommender.min-item-users': integer('Users an item needs before a model learns it', { min: 1 }),
  'recommender.training-interactions': integer('Most interactions a training reads, the newest', {
    min: 1000,
  }),
  'recommender.half-life-days': integer(
    'Days after which an act counts half in what a user likes; 0 for never',
    {
      min: 0,
    },
  ),
  'recommender.kept-models': integer('Trained models that are kept, the active and the one before included', {
    min: 2,
  }),
  'recommender.history': integer('Acts of a user that a recommendation is made from, the newest', {
    min: 1,
    max: 5000,
  }),
  'recommender.served-window-days': integer('Days for which what was served is not recommended again', {
    min: 0,
    max: 3650,
  }),
  'recommender.diversity': decimal('How much variety of tags weighs against score, from 0 to 1', {
    min: 0,
    max: 1,
  }),
  'recommender.trending-half-life-hours': integer(
    'Hours after which an act counts half for what is trending',
    {
      min: 1,
    },
  ),
  'recommender.popularity-seconds': integer('Seconds for which a process remembers what is popular', {
    min: 0,
    max: 3600,
  }),
  'recommender.attribution-days': integer('Days in which an act counts as an answer to what was served', {
    min: 1,
    max: 90,
  }),
  'recommender.experiments': experiments(
    'Experiments under way; the first that takes a label decides its arm',
  ),

  'schedules.transfer-route-analytics.enabled': flag('Move captured requests to PostgreSQL on schedule'),
  'schedules.transfer-route-analytics.cron': cron('When that happens (UTC)'),
  'schedules.aggregate-route-analytics.enabled': flag('Roll captured requests up into hours on schedule'),
  'schedules.aggregate-route-analytics.cron': cron('When that happens (UTC)'),
  'schedules.transfer-generation-events.enabled': flag('Move generation events to PostgreSQL on schedule'),
  'schedules.transfer-generation-events.cron': cron('When that happens (UTC)'),
  'schedules.aggregate-generation-metrics.enabled': flag('Roll generation events up into hours on schedule'),
  'schedules.aggregate-generation-metrics.cron': cron('When that happens (UTC)'),
  'schedules.purge-generation-events.enabled': flag(
    'Create partitions ahead and drop those past retention on schedule',
  ),
  'schedules.purge-generation-events.cron': cron('When that happens (UTC)'),
  'schedules.repair-generation-events.enabled': flag('Publish again on schedule the events that were lost'),
  'schedules.repair-generation-events.cron': cron('When that happens (UTC)'),
  'schedules.tidy-generation-jobs.enabled': flag(
    'Delete on schedule old job events, idempotency keys and files nobody refers to',
  ),
  'schedules.tidy-generation-jobs.cron': cron('When that happens (UTC)'),
  'schedules.purge-analytics.enabled': flag(
    'Create partitions ahead and drop those past retention on schedule',
  ),
  'schedules.purge-analytics.cron': cron('When that happens (UTC)'),
  'schedules.refresh-tag-stats.enabled': flag('Count the content of each tag on schedule'),
  'schedules.refresh-tag-stats.cron': cron('When that happens (UTC)'),
  'schedules.tidy-journals.enabled': flag(
    'Add up and clear on schedule what writers leave in the journals of content',
  ),
  'schedules.tidy-journals.cron': cron('When that happens (UTC)'),
  'schedules.train-recommender.enabled': flag('Train the recommender on schedule'),
  'schedules.train-recommender.cron': cron('When that happens (UTC)'),
  'schedules.refresh-popularity.enabled': flag('Count on schedule what is popular and trending'),
  'schedules.refresh-popularity.cron': cron('When that happens (UTC)'),
} as const satisfies Record<string, Setting<unknown>>;

export type SettingKey = keyof typeof settings;
export type SettingValue<K extends SettingKey> = (typeof settings)[K] extends Setting<infer T> ? T : never;
export type SettingValues = { readonly [K in SettingKey]: SettingValue<K> };

/** `route-analytics.enabled` → `ROUTE_ANALYTICS_ENABLED`. */
export function environmentVariable(key: SettingKey): string {
  return key.replace(/[.-]/g, '_').toUpperCase();
}
