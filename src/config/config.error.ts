/** A configuration that cannot be started with; the message names the key to mend. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    readonly key: string,
    problem: string,
  ) {
    super(`${key} ${problem}`);
  }
}
