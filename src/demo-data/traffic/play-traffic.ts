import { Agent } from 'node:http';
import type { ProgressListener } from '../../common/progress-bar.js';
import { Random } from '../random.js';
import { doSomething } from './activities.js';
import { ApiClient } from './api-client.js';
import { RouteStatistics } from './route-statistics.js';
import type { TrafficOptions } from './traffic-options.js';
import { TrafficError } from './traffic.error.js';
import { Visitor } from './visitor.js';

const refreshMs = 200;

async function findUsers(client: ApiClient, url: URL): Promise<string[]> {
  const query = { limit: 100, active_only: 'true' };
  const { status, body } = await client.send({ method: 'GET', route: '/api/v1/users/search', query });
  if (status === 0)
    throw new TrafficError(`no server answers at ${url.origin}: start one with 'npm run demo'`);
  const ids = status === 200 ? (body as { items: { id: string }[] }).items.map((user) => user.id) : [];
  if (ids.length > 0) return ids;
  throw new TrafficError(`${url.origin} names no users (status ${status}): load some with 'npm run demo'`);
}

async function playSession(visitor: Visitor, timeIsUp: AbortSignal): Promise<void> {
  try {
    for (;;) await doSomething(visitor);
  } catch (error) {
    if (!timeIsUp.aborted) throw error;
  }
}

/** Draws at once and at intervals; answers how to draw for the last time. */
function drawProgress(statistics: RouteStatistics, seconds: number, draw: ProgressListener): () => void {
  const startedAt = performance.now();
  const elapsed = (): number => (performance.now() - startedAt) / 1000;
  const drawAt = (done: number): void => {
    const rate = Math.round(statistics.requests / Math.max(elapsed(), 1));
    draw(done, seconds, `${statistics.requests} requests, ${rate}/s, ${statistics.failures} failed`);
  };
  const timer = setInterval(() => {
    drawAt(Math.min(elapsed(), seconds * 0.99));
  }, refreshMs);
  return () => {
    clearInterval(timer);
    drawAt(seconds);
  };
}

/**
 * Plays the sessions of some users at once until the time is up or `cancelled` aborts. The same seed makes the same
 * choices; how far each session gets depends on the server.
 * @throws TrafficError when there is no server, or it has no users.
 */
export async function playTraffic(
  options: TrafficOptions,
  onProgress: ProgressListener,
  cancelled?: AbortSignal,
): Promise<RouteStatistics> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.users });
  const statistics = new RouteStatistics();
  try {
    const timeout = AbortSignal.timeout(options.seconds * 1000);
    const timeIsUp = cancelled ? AbortSignal.any([timeout, cancelled]) : timeout;
    const client = new ApiClient(options.url, agent, statistics, timeIsUp);
    const users = await findUsers(client, options.url);
    const drawLast = drawProgress(statistics, options.seconds, onProgress);
    const sessions = Array.from({ length: options.users }, (_, session) => {
      const random = new Random(options.seed, 'traffic', session);
      const userId = random.pick(users);
      return playSession(new Visitor(client.as(userId), userId, random, timeIsUp), timeIsUp);
    });
    await Promise.all(sessions).finally(drawLast);
    return statistics;
  } finally {
    agent.destroy();
  }
}
