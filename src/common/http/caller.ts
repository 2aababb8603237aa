import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { isUuid } from './fields.decorators.js';

/** The user a request says it acts for: `X-User-ID` (or `X-UserID`), then `user_id`; undefined unless a UUID. */
export function callerOf(request: Request): string | undefined {
  const candidates = [request.header('x-user-id'), request.header('x-userid'), request.query.user_id];
  return candidates.find(isUuid)?.toLowerCase();
}

/** Hands the caller's id to a controller method, where it told one. */
export const CallerId = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<Request>()),
);
