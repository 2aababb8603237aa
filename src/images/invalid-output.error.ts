/** What was generated is no file that can be kept: broken, empty, too large, or of a kind that is not served. */
export class InvalidOutputError extends Error {
  override readonly name = 'InvalidOutputError';
}
