import { types } from 'node:util';
import { beginningOf } from '../../common/beginning-of.js';
import { GenerationError } from '../generators/generator.js';
import type { AttemptFailure } from '../lifecycle/retry-policy.js';

const longestMessage = 1_000;

/** Enough to tell failures apart: what else such an error says may be a path, a URL or a password. */
function labelOf(error: unknown): string {
  if (!types.isNativeError(error)) return 'unknown error';
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : error.name;
}

/** Generators word their failures for users; anything else is a fault of ours, which only the log tells in full. */
export function toAttemptFailure(error: unknown): AttemptFailure {
  if (error instanceof GenerationError)
    return { type: error.type, message: beginningOf(error.message, longestMessage), isFinal: error.isFinal };
  return {
    type: 'unknown',
    message: `The worker failed unexpectedly (${labelOf(error)})`,
    isFinal: false,
  };
}
