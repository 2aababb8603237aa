import { QueryFailedError } from 'typeorm';
import { pgFailure, SqlState } from '../../database/pg-errors.js';
import type { StatementTimeoutContextDto, StatementTimeoutDto } from './error.dto.js';

const longestQuery = 500;

/** True when PostgreSQL ended a statement for taking too long, and not because an administrator cancelled it. */
export function isStatementTimeout(error: unknown): boolean {
  const failure = pgFailure(error);
  return failure?.code === SqlState.queryCanceled && failure.message.includes('statement timeout');
}

function shorten(query: string): string {
  const oneLine = query.replace(/\s+/g, ' ').trim();
  return oneLine.length > longestQuery ? `${oneLine.slice(0, longestQuery)}…` : oneLine;
}

function withoutAbsent<T extends object>(value: T): T | undefined {
  const present = Object.entries(value).filter(([, member]) => member !== undefined);
  return present.length === 0 ? undefined : (Object.fromEntries(present) as T);
}

/** The body of a 504: SQL text without its values, and where it ran. */
export function toStatementTimeoutDto(
  error: unknown,
  timeoutDuration: string,
  context: StatementTimeoutContextDto,
): StatementTimeoutDto {
  const query = error instanceof QueryFailedError ? shorten(error.query) : undefined;
  const details = withoutAbsent({ query, context: withoutAbsent(context) });
  return {
    error_type: 'statement_timeout',
    message: 'The operation took too long to complete. Please try again or refine your request.',
    timeout_duration: timeoutDuration,
    ...(details && { details }),
  };
}
