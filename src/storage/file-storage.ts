import type { Readable } from 'node:stream';

/** A part of a file, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Keeps files under keys such as `generated/1f/picture.png`; a folder keeps them now, an object store could. Every
 * method refuses what `storage-key.ts` does not take for a key.
 */
export abstract class FileStorage {
  /** Keeps a file, whole or not at all; when this resolves it outlives a crash of the machine. */
  abstract put(key: string, data: Buffer): Promise<void>;

  /**
   * Opens a file, or a part of it; destroying the stream closes it.
   * @throws MissingFileError when there is no such file, or it ends before the part does
   */
  abstract read(key: string, range?: ByteRange): Promise<Readable>;

  /** Deletes a file; one that is not there is deleted already. */
  abstract delete(key: string): Promise<void>;

  /** Deletes what writers that died have left unfinished. */
  abstract tidy(): Promise<void>;

  /** The keys of every file below `prefix`, itself the beginning of a key up to before a slash. */
  abstract list(prefix: string): AsyncIterable<string>;
}
