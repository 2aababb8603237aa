import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { isUuid } from './fields.decorators.js';

/**
 * The user a request says it acts for: `X-User-ID` (or `X-UserID`), then `user_id`; undefined unless a UUID.
 * @param query the parsed query string, where the caller has it: Express parses it anew each time it is asked
 */
export function callerOf(request: Request, query = request.query): string | undefined {
  const { headers } = request;
  const candidates: unknown[] = [headers['x-user-id'], headers['x-userid'], query.user_id];
  return candidates.find(isUuid)?.toLowerCase();
}

/** Documents the header of an operation that answers differently to different callers. */
export function ApiCallerHeader(): MethodDecorator {
  const description =
    'Id of the user the request is made for; while there is no authentication it is believed';
  return ApiHeader({
    name: 'X-User-ID',
    description,
    required: false,
    schema: { type: 'string', format: 'uuid' },
  });
}

/** Hands the caller's id to a controller method, where it told one. */
export const CallerId = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<Request>()),
);
