import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { RouteRecorder } from './analytics/routes/route-recorder.js';
import { RouteTimingInterceptor } from './analytics/routes/route-timing.interceptor.js';
import { Clock } from './common/clock.js';
import { AllExceptionsFilter } from './common/errors/exception.filter.js';
import { markArrival } from './common/http/arrival.js';
import { jsonBody, wellFormedUrl } from './common/http/body.js';
import { InputPipe } from './common/http/input.pipe.js';
import { accessLog, requestScope } from './common/http/request-scope.js';
import { RouteTable } from './common/http/route-table.js';
import { securityHeaders } from './common/http/security-headers.js';
import { AppConfig } from './config/app-config.js';
import { LOGGER } from './logging/logger.token.js';
import { serveDocumentation } from './openapi.js';
import { rateLimit, rateLimitHeaders } from './rate-limit/rate-limit.middleware.js';
import { RateLimits } from './rate-limit/rate-limits.js';

function allowOrigins(app: NestExpressApplication, origins: readonly string[]): void {
  const any = origins.includes('*');
  app.enableCors({
    origin: any ? '*' : [...origins],
    credentials: !any,
    exposedHeaders: [
      'ETag',
      'Content-Range',
      'X-Request-Id',
      'Retry-After',
      'Idempotent-Replayed',
      ...rateLimitHeaders,
    ],
  });
}

function handleErrors(app: NestExpressApplication, config: AppConfig, logger: Logger): void {
  const recorder = config.get('route-analytics.enabled') ? app.get(RouteRecorder) : undefined;
  app.useGlobalFilters(
    new AllExceptionsFilter({
      config,
      logger,
      clock: app.get(Clock),
      routes: new RouteTable(app.getHttpAdapter().getInstance()),
      observe: (request, response, template) => recorder?.observe(request, response, template),
    }),
  );
  if (recorder) app.useGlobalInterceptors(new RouteTimingInterceptor(recorder));
}

/**
 * Everything that stands between the socket and the controllers, in the order a request meets it; used by the
 * API, its tests and the OpenAPI writer alike. The app must have been made with `bodyParser: false`.
 */
export function setupApp(app: NestExpressApplication): NestExpressApplication {
  const config = app.get(AppConfig);
  const logger = app.get<Logger>(LOGGER);
  // One hop: the address the proxy added counts, not what the client wrote in front of it.
  app.set('trust proxy', config.get('api-trust-proxy') ? 1 : false);
  app.use(markArrival());
  app.use(requestScope());
  if (config.get('log-requests')) app.use(accessLog(logger));
  app.use(...securityHeaders(config.environment === 'prod'));
  allowOrigins(app, config.get('cors-origins'));
  if (config.get('rate-limit.enabled')) app.use('/api/', rateLimit(app.get(RateLimits)));
  app.use(wellFormedUrl());
  app.use(jsonBody(config.get('api-body-limit-kb')));
  app.useGlobalPipes(new InputPipe());
  handleErrors(app, config, logger);
  serveDocumentation(app);
  return app;
}
