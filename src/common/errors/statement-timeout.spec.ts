import { QueryFailedError } from 'typeorm';
import { isStatementTimeout, toStatementTimeoutDto } from './statement-timeout.js';

function cancelled(reason: string, query = 'SELECT 1'): QueryFailedError {
  return new QueryFailedError(
    query,
    ['a value'],
    Object.assign(new Error(`canceling statement due to ${reason}`), { code: '57014' }),
  );
}

describe('isStatementTimeout', () => {
  it('tells a timeout from an administrator’s cancellation and from every other failure', () => {
    expect(isStatementTimeout(cancelled('statement timeout'))).toBe(true);
    expect(isStatementTimeout(cancelled('statement timeout').driverError)).toBe(true);
    expect(isStatementTimeout(cancelled('user request'))).toBe(false);
    expect(isStatementTimeout(Object.assign(new Error('statement timeout'), { code: '55P03' }))).toBe(false);
    expect(isStatementTimeout(new Error('statement timeout'))).toBe(false);
    expect(isStatementTimeout(undefined)).toBe(false);
  });
});

describe('toStatementTimeoutDto', () => {
  const message = 'The operation took too long to complete. Please try again or refine your request.';

  it('names where it happened and leaves out what is not known', () => {
    const context = { path: '/api/v1/content', method: 'GET', environment: 'demo' };
    const body = toStatementTimeoutDto(
      cancelled('statement timeout', 'SELECT *\n    FROM  content_items'),
      '15s',
      context,
    );
    expect(body).toEqual({
      error_type: 'statement_timeout',
      message,
      timeout_duration: '15s',
      details: { query: 'SELECT * FROM content_items', context },
    });
    expect(JSON.stringify(body)).not.toContain('a value');
    expect(Object.keys(body.details!.context!)).toEqual(['path', 'method', 'environment']);
  });

  it('cuts long statements at 500 characters', () => {
    const { details } = toStatementTimeoutDto(cancelled('statement timeout', 'x'.repeat(501)), '15s', {});
    expect(details).toEqual({ query: `${'x'.repeat(500)}…` });
    const whole = toStatementTimeoutDto(cancelled('statement timeout', 'x'.repeat(500)), '15s', {});
    expect(whole.details?.query).toHaveLength(500);
  });

  it('has no details when nothing is known', () => {
    const bare = cancelled('statement timeout').driverError;
    expect(toStatementTimeoutDto(bare, '200ms', {})).toEqual({
      error_type: 'statement_timeout',
      message,
      timeout_duration: '200ms',
    });
  });
});
