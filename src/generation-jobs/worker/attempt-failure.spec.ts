import { GenerationError } from '../generators/generator.js';
import { toAttemptFailure } from './attempt-failure.js';

describe('toAttemptFailure', () => {
  it.each([
    ['oom', false],
    ['timeout', false],
    ['workflow', true],
    ['validation', true],
  ] as const)('keeps what a generator says of %s', (type, isFinal) => {
    const failure = toAttemptFailure(new GenerationError(type, 'the backend says so'));
    expect(failure).toEqual({ type, message: 'the backend says so', isFinal });
  });

  it('cuts long messages between characters', () => {
    const { message } = toAttemptFailure(new GenerationError('oom', `${'x'.repeat(999)}😀 and more`));
    expect(message).toBe('x'.repeat(999));
    expect(toAttemptFailure(new GenerationError('oom', 'y'.repeat(1_001))).message).toHaveLength(1_000);
  });

  it.each([
    [Object.assign(new Error('cannot write /srv/secret'), { code: 'ENOSPC' }), 'ENOSPC'],
    [new TypeError('undefined has no property password'), 'TypeError'],
    [Object.assign(new Error('no'), { code: 'redis://:secret@host' }), 'Error'],
    ['a text', 'unknown error'],
  ])('gives away nothing of other errors but their kind', (error, label) => {
    const message = `The worker failed unexpectedly (${label})`;
    expect(toAttemptFailure(error)).toEqual({ type: 'unknown', message, isFinal: false });
  });
});
