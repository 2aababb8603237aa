/** A file that ought to be in the storage is not there, or not all of it. */
export class MissingFileError extends Error {
  override readonly name = 'MissingFileError';

  constructor(
    readonly key: string,
    options?: ErrorOptions,
  ) {
    super(`file ${key} is missing or incomplete`, options);
  }
}
