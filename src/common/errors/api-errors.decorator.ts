import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
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

function example(code: ErrorCode): object {
  const { status, type, example: detail } = errorCodes[code];
  return {
    success: false,
    error: type,
    detail,
    error_code: code,
    status,
    timestamp: '2025-10-23T10:00:00.000Z',
  };
}

/** Documents the errors of an operation: its own codes and those any operation may answer. */
export function ApiErrors(...codes: ErrorCode[]): MethodDecorator & ClassDecorator {
  const all = [...new Set<ErrorCode>([...codes, ...everywhere])];
  const statuses = [...new Set(all.map((code) => errorCodes[code].status))];
  const responses = statuses.map((status) => {
    const group = all.filter((code) => errorCodes[code].status === status);
    return ApiResponse({
      status,
      description: group.join(', '),
      type: ErrorDto,
      example: example(group[0] as ErrorCode),
    });
  });
  const timeout = ApiResponse({ status: 504, description: 'Statement timeout', type: StatementTimeoutDto });
  return applyDecorators(...responses, timeout);
}
