/**
 * The API as production runs it, in a process of its own, but for the rate limit; takes `ServerInput`, answers its URL
 * and, besides the CPU time, what the watch in front of PostgreSQL saw.
 */
import { createApi } from '../../src/create-api.js';
import { createLogger } from '../../src/logging/logger.js';
import { productionConfig, type ServerInput } from './production-config.js';
import { readInput, serveQuestions } from './serve-questions.js';
import { StatementWatch } from './statement-watch.js';

const watch = new StatementWatch();
watch.install();
const config = productionConfig(await readInput<ServerInput>());
const app = await createApi(config, createLogger(config));
await app.listen(0, '127.0.0.1');
serveQuestions({
  ready: await app.getUrl(),
  answers: { busyMs: () => watch.busyMs, statements: () => watch.takeStatements() },
  close: () => app.close(),
});
