export type LogLevel = 'debug' | 'warn' | 'error';

interface ErrorKind {
  readonly status: number;
  /** The `error` member of the body: the kind of failure, as clients know it. */
  readonly type: string;
  readonly log: LogLevel;
  /** A text it comes with, for the documentation. */
  readonly example: string;
}

const userMistake = { log: 'debug' } as const;

/** Every error code the API answers, with its HTTP status (contract §2.4). */
export const errorCodes = {
  INVALID_PATH: { status: 400, type: 'BadRequest', example: 'The path cannot be decoded', ...userMistake },
  INVALID_CURSOR: { status: 400, type: 'BadRequest', example: 'Invalid cursor format', ...userMistake },
  INVALID_FILTER: {
    status: 400,
    type: 'BadRequest',
    example: 'Invalid tag_match: some. Allowed: any, all',
    ...userMistake,
  },
  BAD_REQUEST: { status: 400, type: 'BadRequest', example: 'The body could not be read', ...userMistake },
  UNAUTHORIZED: {
    status: 401,
    type: 'AuthenticationError',
    example: 'An API key is required',
    ...userMistake,
  },
  FORBIDDEN: { status: 403, type: 'AuthorizationError', example: 'This key may not do that', ...userMistake },
  NOT_FOUND: {
    status: 404,
    type: 'EntityNotFoundError',
    example: 'Content with id 3000001 not found',
    ...userMistake,
  },
  ROUTE_NOT_FOUND: { status: 404, type: 'NotFound', example: 'No route GET /api/v1/nowhere', ...userMistake },
  PAGE_OUT_OF_RANGE: { status: 404, type: 'NotFound', example: 'Page number out of range', ...userMistake },
  METHOD_NOT_ALLOWED: {
    status: 405,
    type: 'MethodNotAllowed',
    example: 'PATCH is not allowed here; use GET, PUT',
    ...userMistake,
  },
  CONFLICT: {
    status: 409,
    type: 'Conflict',
    example: 'The change conflicts with existing data',
    ...userMistake,
  },
  PRECONDITION_FAILED: {
    status: 412,
    type: 'PreconditionFailed',
    example: 'The resource is not in the state the request expects',
    ...userMistake,
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    type: 'PayloadTooLarge',
    example: 'The body cannot exceed 1024 KiB',
    ...userMistake,
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    type: 'UnsupportedMediaType',
    example: 'The body must be application/json',
    ...userMistake,
  },
  RANGE_NOT_SATISFIABLE: {
    status: 416,
    type: 'RangeNotSatisfiable',
    example: 'The file has 151043 bytes; the range has none of them',
    ...userMistake,
  },
  VALIDATION_ERROR: {
    status: 422,
    type: 'ValidationError',
    example: 'title must not be blank',
    ...userMistake,
  },
  INVALID_PAGE: { status: 422, type: 'ValidationError', example: 'Page must be at least 1', ...userMistake },
  INVALID_PAGE_SIZE: {
    status: 422,
    type: 'ValidationError',
    example: 'Page size cannot exceed 1000',
    ...userMistake,
  },
  INVALID_SORT_FIELD: {
    status: 422,
    type: 'ValidationError',
    example: 'sort_field must be one of created_at, id',
    ...userMistake,
  },
  INVALID_JSON: {
    status: 422,
    type: 'ValidationError',
    example: 'The body is not valid JSON',
    ...userMistake,
  },
  UPGRADE_REQUIRED: {
    status: 426,
    type: 'UpgradeRequired',
    example: 'Version 13 of the WebSocket protocol is spoken here',
    ...userMistake,
  },
  RATE_LIMITED: {
    status: 429,
    type: 'RateLimitExceeded',
    example: 'Rate limit exceeded; try again in 12 s',
    ...userMistake,
  },
  INTERNAL_ERROR: {
    status: 500,
    type: 'InternalServerError',
    example: 'An unexpected error occurred',
    log: 'error',
  },
  OVERLOADED: {
    status: 503,
    type: 'ServiceUnavailable',
    example: 'This server has as many live connections as it may; try again in 5 s',
    log: 'warn',
  },
  QUEUE_UNAVAILABLE: {
    status: 503,
    type: 'ServiceUnavailable',
    example: 'The queue is not available; try again',
    log: 'error',
  },
  LOCK_TIMEOUT: {
    status: 503,
    type: 'ServiceUnavailable',
    example: 'The data is locked by another operation; try again',
    log: 'warn',
  },
  DATABASE_UNAVAILABLE: {
    status: 503,
    type: 'ServiceUnavailable',
    example: 'The database is not available; try again',
    log: 'error',
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorCodes;
