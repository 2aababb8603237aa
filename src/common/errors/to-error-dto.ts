import type { DomainError } from './domain.error.js';
import { type ErrorCode, errorCodes } from './error-codes.js';
import type { ErrorDto } from './error.dto.js';

interface ErrorAnswer {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly now: Date;
  readonly extra?: DomainError['extra'] | undefined;
  /** Under which the log has the cause. */
  readonly errorId?: string | undefined;
}

/** The one body of every error; HTTP answers and refused upgrades alike. */
export function toErrorDto({ code, detail, now, extra, errorId }: ErrorAnswer): ErrorDto {
  const { status, type } = errorCodes[code];
  const retryAfter = extra?.retryAfterSeconds;
  return {
    success: false,
    error: type,
    detail,
    error_code: code,
    status,
    timestamp: now.toISOString(),
    ...(extra?.errors && { errors: extra.errors }),
    ...(retryAfter !== undefined && { retry_after: retryAfter }),
    ...(errorId !== undefined && { error_id: errorId }),
  };
}
