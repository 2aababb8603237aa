import {
  BadRequestException,
  ForbiddenException,
  HttpException,
  InternalServerErrorException,
  NotFoundException,
  PayloadTooLargeException,
} from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { DomainError, EntityNotFoundError } from './domain.error.js';
import { errorCodes } from './error-codes.js';
import { toDomainError } from './to-domain-error.js';

function queryFailure(code: string, message = 'secret detail'): QueryFailedError {
  return new QueryFailedError('SELECT secret', [], Object.assign(new Error(message), { code }));
}

function systemFailure(code: string): Error {
  return Object.assign(new Error(`connect ${code} 10.0.0.1:5432`), { code });
}

describe('toDomainError', () => {
  it('hands domain errors through', () => {
    const error = new EntityNotFoundError('User', 7);
    expect(toDomainError(error)).toBe(error);
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'User with id 7 not found' });
  });

  it.each([
    ['a lock that was not granted', queryFailure('55P03'), 'LOCK_TIMEOUT', 1],
    ['a deadlock broken at its cost', queryFailure('40P01'), 'LOCK_TIMEOUT', 1],
    ['a transaction that cannot be put in order', queryFailure('40001'), 'LOCK_TIMEOUT', 1],
    ['a unique key nobody expected', queryFailure('23505'), 'CONFLICT', undefined],
    ['a foreign key nobody expected', queryFailure('23503'), 'CONFLICT', undefined],
    ['a lost connection', queryFailure('08006'), 'DATABASE_UNAVAILABLE', 1],
    ['too many connections', queryFailure('53300'), 'DATABASE_UNAVAILABLE', 1],
    ['a server that shuts down', queryFailure('57P01'), 'DATABASE_UNAVAILABLE', 1],
    ['a server that starts up', queryFailure('57P03'), 'DATABASE_UNAVAILABLE', 1],
    ['a closed port', systemFailure('ECONNREFUSED'), 'DATABASE_UNAVAILABLE', 1],
    ['a name that stopped resolving', systemFailure('EAI_AGAIN'), 'DATABASE_UNAVAILABLE', 1],
    ['a host out of reach', systemFailure('EHOSTUNREACH'), 'DATABASE_UNAVAILABLE', 1],
    ['a broken pipe', systemFailure('EPIPE'), 'DATABASE_UNAVAILABLE', 1],
    ['a full pool', new Error('timeout exceeded when trying to connect'), 'DATABASE_UNAVAILABLE', 1],
    ['a cut connection', new Error('Connection terminated unexpectedly'), 'DATABASE_UNAVAILABLE', 1],
  ])('recognises %s', (_case, error, code, retryAfterSeconds) => {
    const known = toDomainError(error);
    expect(known?.code).toBe(code);
    expect(known?.extra.retryAfterSeconds).toBe(retryAfterSeconds);
    expect(known?.message).not.toMatch(/secret|10\.0\.0\.1/);
  });

  it.each([
    [new NotFoundException('Cannot GET /x'), 'ROUTE_NOT_FOUND'],
    [new BadRequestException('bad'), 'BAD_REQUEST'],
    [new ForbiddenException('no'), 'FORBIDDEN'],
    [new PayloadTooLargeException('big'), 'PAYLOAD_TOO_LARGE'],
    [new HttpException('odd', 422), 'VALIDATION_ERROR'],
  ])('gives %s the code of its status', (error, code) => {
    expect(toDomainError(error)?.code).toBe(code);
  });

  it.each([
    ['a bug', new TypeError('x is not a function')],
    ['a mistake in our SQL', queryFailure('42601')],
    [
      'a statement an administrator cancelled',
      queryFailure('57014', 'canceling statement due to user request'),
    ],
    ['an HTTP exception that blames us', new InternalServerErrorException('boom')],
    ['a text', 'thrown'],
    ['nothing', undefined],
    ['null', null],
  ])('knows nothing of %s', (_case, error) => {
    expect(toDomainError(error)).toBeUndefined();
  });
});

describe('DomainError', () => {
  it('has a status for every code, and 5xx only for what is not the caller’s fault', () => {
    for (const [code, { status, log }] of Object.entries(errorCodes)) {
      expect(new DomainError(code as keyof typeof errorCodes, 'text').code).toBe(code);
      expect(status >= 500).toBe(log !== 'debug');
    }
  });
});
