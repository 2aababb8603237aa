import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiQuery } from '@nestjs/swagger';
import type { Request } from 'express';
import { ValidationError } from '../errors/domain.error.js';
import { isUuid } from './fields.decorators.js';

/** Headers that tell the caller, for `Vary` where answers depend on it. */
export const callerHeaders = ['X-User-ID', 'X-UserID'];

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

function currentUserOf(request: Request): string | undefined {
  const { query } = request;
  const given: unknown = query.user_id;
  if (given === undefined) return callerOf(request, query);
  if (!isUuid(given)) throw new ValidationError('user_id must be a UUID', 'user_id');
  return given.toLowerCase();
}

/** The user an operation is about, where one is told: `user_id` of the query, else the caller. */
export const OptionalUserId = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  currentUserOf(context.switchToHttp().getRequest<Request>()),
);

/** The same where there must be one: none → 422. */
export const CurrentUserId = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const id = currentUserOf(context.switchToHttp().getRequest<Request>());
  if (id === undefined) throw new ValidationError('user_id is required', 'user_id');
  return id;
});

/** Documents both places the user an operation is about may be told in. */
export function ApiCurrentUser(): MethodDecorator {
  return applyDecorators(
    ApiQuery({
      name: 'user_id',
      description: 'Id of the user it is about; `X-User-ID` unless sent',
      required: false,
      schema: { type: 'string', format: 'uuid' },
    }),
    ApiCallerHeader(),
  );
}
