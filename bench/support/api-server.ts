/**
 * The API as production runs it, in a process of its own, but for the rate limit; takes `Connections`, answers its URL
 * and, besides the CPU time, what the watch in front of PostgreSQL saw.
 */
import type { Connections } from '../../src/config/connections.js';
import { loadConfig } from '../../src/config/load-config.js';
import { createApi } from '../../src/create-api.js';
import { createLogger } from '../../src/logging/logger.js';
import { readInput, serveQuestions } from './serve-questions.js';
import { StatementWatch } from './statement-watch.js';

const watch = new StatementWatch();
watch.install();
const { databaseUrl, redisUrl } = await readInput<Connections>();
const config = loadConfig({
  variables: {
    APP_ENV: 'prod',
    API_SECRET_KEY: 'nothing here is secret',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    RATE_LIMIT_ENABLED: 'false',
  },
});
const app = await createApi(config, createLogger(config));
await app.listen(0, '127.0.0.1');
serveQuestions({
  ready: await app.getUrl(),
  answers: { busyMs: () => watch.busyMs, statements: () => watch.takeStatements() },
  close: () => app.close(),
});
