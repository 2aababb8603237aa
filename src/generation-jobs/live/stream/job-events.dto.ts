import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ValidationError } from '../../../common/errors/domain.error.js';
import { IntField } from '../../../common/http/fields.decorators.js';

/** Where an event stream is to begin. */
export class JobEventsQuery {
  @IntField({
    description:
      'Number of the last event seen: the stream begins with the one after it; 0 for all there are',
    min: 0,
    optional: true,
  })
  since?: number;
}

const lastEventId = 'Last-Event-ID';

/** What an EventSource says when it connects again: the id of the last entry it received. */
export const LastEventId = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const text = context.switchToHttp().getRequest<Request>().get(lastEventId);
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ValidationError(`${lastEventId} must be the number of an event`, lastEventId);
});
