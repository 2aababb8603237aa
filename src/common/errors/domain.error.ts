import type { ErrorCode } from './error-codes.js';

export interface FieldProblem {
  field: string;
  message: string;
}

/** A failure the caller can understand; the exception filter turns its code into a status and a body. */
export class DomainError extends Error {
  override readonly name: string = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly extra: { errors?: FieldProblem[]; retryAfterSeconds?: number } = {},
  ) {
    super(message);
  }
}

/** A resource named by the caller does not exist. */
export class EntityNotFoundError extends DomainError {
  constructor(entity: string, id: string | number) {
    super('NOT_FOUND', `${entity} with id ${id} not found`);
  }
}

/** A value the caller sent breaks a rule; `field` says which one when it is one value. */
export class ValidationError extends DomainError {
  constructor(message: string, field?: string) {
    super('VALIDATION_ERROR', message, field === undefined ? {} : { errors: [{ field, message }] });
  }
}
