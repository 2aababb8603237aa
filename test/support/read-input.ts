import type { ArgumentMetadata } from '@nestjs/common';
import type { DomainError } from '../../src/common/errors/domain.error.js';
import { InputPipe } from '../../src/common/http/input.pipe.js';

/** What the input pipe makes of a query or a body of this class. */
export function readInput<T>(metatype: new () => T, type: 'query' | 'body', input: unknown): T {
  return new InputPipe().transform(input, { metatype, type } as ArgumentMetadata) as T;
}

/** What is said of an input that is refused. */
export function refusal(work: () => unknown): {
  code: string;
  message: string;
  fields: string[] | undefined;
} {
  try {
    work();
  } catch (error) {
    const { code, message, extra } = error as DomainError;
    return { code, message, fields: extra.errors?.map(({ field }) => field) };
  }
  throw new Error('the input was accepted');
}
