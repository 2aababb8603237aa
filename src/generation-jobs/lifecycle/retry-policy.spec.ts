import { afterFailure, backoffMs } from './retry-policy.js';

const now = new Date('2026-01-01T00:00:00Z');
const policy = { attempts: 4, backoffMs: 5_000 };
const failure = { type: 'connection', message: 'refused', isFinal: false } as const;

describe('the retry policy', () => {
  it.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [7, 320_000],
    [8, 600_000],
    [5_000, 600_000],
  ])('waits after attempt %i for %i ms', (attempts, waitMs) => {
    expect(backoffMs(5_000, attempts)).toBe(waitMs);
  });

  it('tries again while attempts are left', () => {
    expect(afterFailure(policy, 3, failure, now)).toEqual({
      to: 'pending',
      details: {
        errorMessage: 'refused',
        errorType: 'connection',
        availableAt: new Date('2026-01-01T00:00:20Z'),
      },
    });
  });

  it.each([
    ['after the last attempt', 4, failure],
    ['at once when no attempt can mend it', 1, { ...failure, isFinal: true }],
  ])('gives up %s', (_when, attempts, reason) => {
    expect(afterFailure(policy, attempts, reason, now)).toEqual({
      to: 'failed',
      details: { errorMessage: 'refused', errorType: 'connection' },
    });
  });
});
