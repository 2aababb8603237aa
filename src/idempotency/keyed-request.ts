import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, type ApiResponseOptions } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ValidationError } from '../common/errors/domain.error.js';
import { canonicalJson } from './canonical-json.js';

const keyHeader = 'Idempotency-Key';
const replayedHeader = 'Idempotent-Replayed';

/** Visible ASCII. */
const wellFormed = /^[!-~]{1,255}$/;

/** A request that may be sent again without its work being done again (draft-ietf-httpapi-idempotency-key-header). */
export class KeyedRequest {
  private constructor(
    readonly key: string,
    /** Tells whether two requests ask for the same. */
    readonly bodyHash: Buffer,
    private readonly response: Response,
  ) {}

  /**
   * Undefined when the request bears no key.
   * @throws ValidationError when the key is none
   */
  static of(request: Request, response: Response): KeyedRequest | undefined {
    const key = request.header(keyHeader);
    if (key === undefined) return undefined;
    if (!wellFormed.test(key)) {
      throw new ValidationError(`${keyHeader} must be 1 to 255 visible ASCII characters`, keyHeader);
    }
    const bodyHash = createHash('sha256')
      .update(canonicalJson(request.body ?? null))
      .digest();
    return new KeyedRequest(key, bodyHash, response);
  }

  /** Has the answer say that it was given before. */
  markReplayed(): void {
    this.response.setHeader(replayedHeader, 'true');
  }

  refuseOtherBody(): never {
    throw new ValidationError(`${keyHeader} was used for a request with another body`, keyHeader);
  }
}

/** Hands a controller method its request, where that bears an Idempotency-Key. */
export const IdempotencyKey = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const http = context.switchToHttp();
  return KeyedRequest.of(http.getRequest<Request>(), http.getResponse<Response>());
});

/** For the success of an operation that takes an Idempotency-Key. */
export const replayedHeaders: NonNullable<ApiResponseOptions['headers']> = {
  [replayedHeader]: {
    description: 'Present when the answer was given before, to a request with the same `Idempotency-Key`',
    schema: { type: 'string', enum: ['true'] },
  },
};

/** Documents the header of an operation that can be sent again. */
export function ApiIdempotencyKey(): MethodDecorator {
  return ApiHeader({
    name: keyHeader,
    description:
      'Makes it safe to send the request again: with the same key and body the first answer comes again, while that is in the making 409, with another body 422. Only successes are remembered, for a day unless configured otherwise',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: wellFormed.source },
  });
}
