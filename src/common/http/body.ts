import { json, type RequestHandler } from 'express';
import { DomainError, type FieldProblem } from '../errors/domain.error.js';
import { findMalformed } from './well-formed.js';

function refuseMalformed(problem: FieldProblem | undefined): DomainError | undefined {
  return (
    problem &&
    new DomainError('VALIDATION_ERROR', `${problem.field} ${problem.message}`, { errors: [problem] })
  );
}

/** body-parser tells its failures by `type`. */
function bodyError(error: unknown, limitKb: number): unknown {
  switch ((error as { type?: string }).type) {
    case 'entity.too.large':
      return new DomainError('PAYLOAD_TOO_LARGE', `The body cannot exceed ${limitKb} KiB`);
    case 'entity.parse.failed':
      return new DomainError('INVALID_JSON', 'The body is not valid JSON');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new DomainError('UNSUPPORTED_MEDIA_TYPE', 'The body must be JSON in UTF-8');
    default:
      return new DomainError('BAD_REQUEST', 'The body could not be read');
  }
}

/** Reads JSON bodies up to the limit and refuses every other kind. */
export function jsonBody(limitKb: number): RequestHandler {
  const parse = json({ limit: limitKb * 1024, type: ['json', '+json'] });
  return (request, response, next) => {
    const hasBody =
      request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
    if (hasBody && !request.is(['json', '+json'])) {
      next(new DomainError('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json'));
      return;
    }
    parse(request, response, (error: unknown) => {
      next(error ? bodyError(error, limitKb) : refuseMalformed(findMalformed(request.body, 'body')));
    });
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The query parser puts U+FFFD for bytes that are no UTF-8; what was meant is then lost. A stray % is forgiven. */
function isUtf8(query: string): boolean {
  return !query.includes('%') || decode(query.replace(/%(?![\da-f]{2})/gi, '%25')) !== undefined;
}

/** Refuses URLs that cannot be decoded and texts PostgreSQL cannot store, before anything reads them. */
export function wellFormedUrl(): RequestHandler {
  return (request, _response, next) => {
    const path = decode(request.path);
    if (path === undefined) {
      next(new DomainError('INVALID_PATH', 'The path cannot be decoded'));
      return;
    }
    const problem = isUtf8(request.originalUrl)
      ? (findMalformed(path, 'path') ?? findMalformed(request.query, 'query'))
      : { field: 'query', message: 'must be UTF-8' };
    next(refuseMalformed(problem));
  };
}
