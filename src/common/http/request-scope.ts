import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { runInRequestContext } from '../request-context.js';

const acceptableId = /^[\w.:-]{1,64}$/;

/**
 * First handler of every request: gives it an id (the caller's X-Request-Id where it is a sane one), which the
 * answer and every log line carry, and the context that counts its queries.
 */
export function requestScope(): RequestHandler {
  return (request, response, next) => {
    const given = request.header('x-request-id');
    const requestId = given !== undefined && acceptableId.test(given) ? given : randomUUID();
    response.setHeader('X-Request-Id', requestId);
    runInRequestContext({ requestId, queryCount: 0 }, next);
  };
}

/** Without the query, which may carry what does not belong into a log. */
function pathOf({ originalUrl }: Request): string {
  return originalUrl.split('?', 1)[0] ?? '';
}

/** Writes one line for each finished request. */
export function accessLog(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    response.on('finish', () => {
      const durationMs = Math.round(performance.now() - started);
      logger.info(
        { status: response.statusCode, duration_ms: durationMs },
        `${request.method} ${pathOf(request)}`,
      );
    });
    next();
  };
}
