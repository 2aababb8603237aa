import { types } from 'node:util';
import { HttpException } from '@nestjs/common';
import { pgFailure, SqlState } from '../../database/pg-errors.js';
import { DomainError } from './domain.error.js';
import { type ErrorCode, errorCodes } from './error-codes.js';

/** Classes of SQLSTATE that mean "the database cannot be reached or is going away". */
const unavailable = /^(08|53|57P)/;
/** What PostgreSQL says to a writer it gives up for the sake of others; the same request can succeed the next time. */
const givenUp = new Set<string>([
  SqlState.lockNotAvailable,
  SqlState.deadlockDetected,
  SqlState.serializationFailure,
]);
const networkFailures = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
]);
const poolFailure = /timeout exceeded when trying to connect|Connection terminated/;

function fromPostgres(error: unknown): DomainError | undefined {
  const code = pgFailure(error)?.code;
  if (code === undefined) return undefined;
  if (givenUp.has(code)) {
    return new DomainError('LOCK_TIMEOUT', 'The data is locked by another operation; try again', {
      retryAfterSeconds: 1,
    });
  }
  if (code === SqlState.uniqueViolation || code === SqlState.foreignKeyViolation) {
    return new DomainError('CONFLICT', 'The change conflicts with existing data');
  }
  return unavailable.test(code) ? databaseUnavailable() : undefined;
}

function databaseUnavailable(): DomainError {
  return new DomainError('DATABASE_UNAVAILABLE', 'The database is not available; try again', {
    retryAfterSeconds: 1,
  });
}

function fromNetwork(error: unknown): DomainError | undefined {
  // Not instanceof: an error out of Node's own net may belong to another realm, as it does under Jest.
  if (!types.isNativeError(error)) return undefined;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return networkFailures.has(code) || poolFailure.test(error.message) ? databaseUnavailable() : undefined;
}

function fromHttp(error: unknown): DomainError | undefined {
  if (!(error instanceof HttpException)) return undefined;
  const status = error.getStatus();
  const codes = Object.keys(errorCodes) as ErrorCode[];
  const generic: Partial<Record<number, ErrorCode>> = { 400: 'BAD_REQUEST', 404: 'ROUTE_NOT_FOUND' };
  const code = generic[status] ?? codes.find((candidate) => errorCodes[candidate].status === status);
  return code && status < 500 ? new DomainError(code, error.message) : undefined;
}

/** Recognises what a failure means to the caller; undefined when it is a fault of ours. */
export function toDomainError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  return fromHttp(error) ?? fromPostgres(error) ?? fromNetwork(error);
}
