import { createHash } from 'node:crypto';
import { InvalidOutputError } from './invalid-output.error.js';
import { fileExtensions, isMediaType, type MediaType } from './media-types.js';
import { renderImage, type Thumbnail } from './render-image.js';
import type { StoredFile, StoredOutput } from './stored-output.js';

/** What a generation hands over. */
export interface Output {
  /** Such as `image/png`. */
  readonly mediaType: string;
  readonly data: Buffer;
}

/** An output as it will be kept, and the data of all its files by their keys. */
export interface PreparedOutput {
  readonly stored: StoredOutput;
  readonly files: ReadonlyMap<string, Buffer>;
}

type FileFacts = Pick<StoredFile, 'storageKey' | 'width' | 'height'> & { mediaType: MediaType };

function describe(data: Buffer, facts: FileFacts): StoredFile {
  const sha256 = createHash('sha256').update(data).digest('hex');
  return { ...facts, sizeBytes: data.length, sha256 };
}

function describeThumbnail({ data, size, width, height }: Thumbnail, original: string): StoredFile {
  const mediaType = 'image/webp';
  const storageKey = `${original}-${size}.${fileExtensions[mediaType]}`;
  return describe(data, { storageKey, mediaType, width, height });
}

async function prepareImage(data: Buffer, key: string, sizes: readonly string[]): Promise<PreparedOutput> {
  const { mediaType, width, height, thumbnails } = await renderImage(data, sizes);
  const original = describe(data, {
    storageKey: `${key}.${fileExtensions[mediaType]}`,
    mediaType,
    width,
    height,
  });
  const described = thumbnails.map((thumbnail) => ({
    ...thumbnail,
    file: describeThumbnail(thumbnail, key),
  }));
  return {
    stored: { ...original, thumbnails: Object.fromEntries(described.map(({ size, file }) => [size, file])) },
    files: new Map([
      [original.storageKey, data],
      ...described.map(({ file, data: made }) => [file.storageKey, made] as const),
    ]),
  };
}

/**
 * Works out all that is to be kept of an output, under names that begin with `key`; nothing is written yet.
 * @throws InvalidOutputError
 */
export async function prepareOutput(
  { mediaType, data }: Output,
  key: string,
  sizes: readonly string[],
): Promise<PreparedOutput> {
  if (data.length === 0) throw new InvalidOutputError('the output is empty');
  if (mediaType.startsWith('image/')) return prepareImage(data, key, sizes);
  if (!isMediaType(mediaType)) throw new InvalidOutputError(`files of type ${mediaType} are not kept`);
  const facts = { storageKey: `${key}.${fileExtensions[mediaType]}`, mediaType, width: null, height: null };
  const original = describe(data, facts);
  return { stored: { ...original, thumbnails: {} }, files: new Map([[original.storageKey, data]]) };
}
