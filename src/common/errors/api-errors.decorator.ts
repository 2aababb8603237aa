import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { EntityNotFoundError } from './domain.error.js';
import { type ErrorCode, errorCodes } from './error-codes.js';
import { ErrorDto, StatementTimeoutDto } from './error.dto.js';

/** What an operation with list parameters may answer. */
export const listErrors = [
  'VALIDATION_ERROR',
  'INVALID_PAGE',
  'INVALID_PAGE_SIZE',
  'INVALID_SORT_FIELD',
  'INVALID_CURSOR',
  'PAGE_OUT_OF_RANGE',
] as const;

/** What an operation with a body may answer. */
export const bodyErrors = [
  'BAD_REQUEST',
  'VALIDATION_ERROR',
  'INVALID_JSON',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
] as const;

/** What a change of one resource may answer to `If-Match`. */
export const conditionErrors = ['BAD_REQUEST', 'PRECONDITION_FAILED'] as const;

/** What any operation may answer, whatever it does. */
const everywhere = [
  'INVALID_PATH',
  'RATE_LIMITED',
  'INTERNAL_ERROR',
  'LOCK_TIMEOUT',
  'DATABASE_UNAVAILABLE',
] as const;

/** Codes with the text each comes with in the operation at hand. */
export type ErrorTexts = Readonly<Partial<Record<ErrorCode, string>>>;

/** One error answer as it is documented. */
export interface DocumentedError {
  readonly status: number;
  readonly description: string;
  readonly example: object;
}

function example(code: ErrorCode, detail: string): object {
  const { status, type } = errorCodes[code];
  return {
    success: false,
    error: type,
    detail,
    error_code: code,
    status,
    timestamp: '2025-10-23T10:00:00.000Z',
  };
}

/** How an operation on one thing refuses when there is none. */
export function notFound(entity: string, id: string | number): ErrorTexts {
  return { NOT_FOUND: new EntityNotFoundError(entity, id).message };
}

/** One answer for each status of the codes; those with a text of their own are the ones shown. */
export function documentErrors(errors: readonly (ErrorCode | ErrorTexts)[]): DocumentedError[] {
  const texts = errors
    .filter((error) => typeof error === 'object')
    .reduce((all, more) => ({ ...all, ...more }), {});
  const codes = errors.filter((error) => typeof error === 'string');
  const all = [...new Set([...(Object.keys(texts) as ErrorCode[]), ...codes])];
  const statuses = [...new Set(all.map((code) => errorCodes[code].status))];
  return statuses.map((status) => {
    const group = all.filter((code) => errorCodes[code].status === status);
    const shown = group[0] as ErrorCode;
    return {
      status,
      description: group.join(', '),
      example: example(shown, texts[shown] ?? errorCodes[shown].example),
    };
  });
}

/** Documents the errors of an operation: its own codes, with a text where it has one of its own, and those of any. */
export function ApiErrors(...errors: (ErrorCode | ErrorTexts)[]): MethodDecorator & ClassDecorator {
  const documented = documentErrors([...errors, ...everywhere]);
  const responses = documented.map((error) => ApiResponse({ ...error, type: ErrorDto }));
  const timeout = ApiResponse({ status: 504, description: 'Statement timeout', type: StatementTimeoutDto });
  return applyDecorators(...responses, timeout);
}
