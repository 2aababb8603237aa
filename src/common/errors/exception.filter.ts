import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { AppConfig } from '../../config/app-config.js';
import type { RouteTable } from '../http/route-table.js';
import { currentRequestContext } from '../request-context.js';
import { callerOf } from '../http/caller.js';
import type { Clock } from '../clock.js';
import { DomainError } from './domain.error.js';
import { errorCodes } from './error-codes.js';
import { isStatementTimeout, toStatementTimeoutDto } from './statement-timeout.js';
import { toDomainError } from './to-domain-error.js';
import { toErrorDto } from './to-error-dto.js';

interface Dependencies {
  config: AppConfig;
  clock: Clock;
  logger: Logger;
  routes: RouteTable;
  /** Told of requests that fail without passing the interceptors. */
  observe: (request: Request, response: Response, template?: string) => void;
}

/** Answers every failure of a request. */
@Catch()
export class AllExceptionsFilter implements ExceptionFilter {
  constructor(private readonly use: Dependencies) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    this.use.observe(request, response, this.use.routes.templateOf(request.method, request.path));
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (isStatementTimeout(error)) this.sendTimeout(error, request, response);
    else this.send(this.recognise(error, request, response), error, response);
  }

  private recognise(error: unknown, request: Request, response: Response): DomainError | undefined {
    const known = toDomainError(error);
    if (known?.code !== 'ROUTE_NOT_FOUND') return known;
    const allowed = this.use.routes.methodsAt(request.path);
    if (allowed.length === 0)
      return new DomainError('ROUTE_NOT_FOUND', `No route ${request.method} ${request.path}`);
    response.setHeader('Allow', allowed.join(', '));
    return new DomainError(
      'METHOD_NOT_ALLOWED',
      `${request.method} is not allowed here; use ${allowed.join(', ')}`,
    );
  }

  private send(known: DomainError | undefined, error: unknown, response: Response): void {
    const code = known?.code ?? 'INTERNAL_ERROR';
    const errorId = known ? undefined : currentRequestContext()?.requestId;
    this.use.logger[errorCodes[code].log](
      { err: error, error_code: code, error_id: errorId },
      known?.message ?? 'unexpected error',
    );
    const retryAfter = known?.extra.retryAfterSeconds;
    if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
    const body = toErrorDto({
      code,
      detail: known?.message ?? this.describeUnexpected(error),
      now: this.use.clock.now(),
      extra: known?.extra,
      errorId,
    });
    response.status(body.status).json(body);
  }

  private describeUnexpected(error: unknown): string {
    const shown = this.use.config.get('api-debug') && error instanceof Error ? error.message : undefined;
    return shown ?? 'An unexpected error occurred';
  }

  private sendTimeout(error: unknown, request: Request, response: Response): void {
    const body = toStatementTimeoutDto(error, this.use.config.get('statement-timeout'), {
      path: request.path,
      method: request.method,
      endpoint: currentRequestContext()?.endpoint,
      user_id: callerOf(request),
      environment: this.use.config.environment,
    });
    this.use.logger.warn({ ...body.details?.context, query: body.details?.query }, 'statement timeout');
    response.status(504).json(body);
  }
}
