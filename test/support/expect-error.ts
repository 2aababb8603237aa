import type { Response } from 'supertest';
import type { ErrorCode } from '../../src/common/errors/error-codes.js';

/** Checks that an answer is an error body of the contract, complete and with nothing else in it. */
export function expectError(response: Response, status: number, code: ErrorCode): void {
  const { error, detail, timestamp, errors, retry_after, error_id, ...rest } = response.body;
  expect({ status: response.status, ...rest }).toEqual({ status, success: false, error_code: code });
  expect(error).toEqual(expect.any(String));
  expect(detail).toEqual(expect.any(String));
  expect(new Date(timestamp).toISOString()).toBe(timestamp);
  if (errors !== undefined) {
    for (const problem of errors)
      expect(problem).toEqual({ field: expect.any(String), message: expect.any(String) });
  }
  if (retry_after !== undefined) expect(retry_after).toEqual(expect.any(Number));
  if (error_id !== undefined) expect(status).toBe(500);
}
