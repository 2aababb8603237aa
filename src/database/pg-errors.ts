import { QueryFailedError } from 'typeorm';

/** The SQLSTATEs the product reacts to (PostgreSQL manual, appendix A). */
export const SqlState = {
  foreignKeyViolation: '23503',
  uniqueViolation: '23505',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  queryCanceled: '57014',
  lockNotAvailable: '55P03',
} as const;

/** What PostgreSQL says of a refused statement; all fields come from its error response. */
export interface PgFailure {
  code: string;
  message: string;
  constraint?: string;
  detail?: string;
}

/** Reads PostgreSQL's own error out of whatever was thrown; undefined when it is not one. */
export function pgFailure(error: unknown): PgFailure | undefined {
  const source: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = (source as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? (source as PgFailure) : undefined;
}

export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const failure = pgFailure(error);
  return failure?.code === SqlState.uniqueViolation && failure.constraint === constraint;
}

/** Name of the foreign key whose target is missing. */
export function violatedForeignKey(error: unknown): string | undefined {
  const failure = pgFailure(error);
  return failure?.code === SqlState.foreignKeyViolation ? failure.constraint : undefined;
}

export function isDeadlock(error: unknown): boolean {
  return pgFailure(error)?.code === SqlState.deadlockDetected;
}
