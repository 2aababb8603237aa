import sharp, { type Metadata, type Sharp } from 'sharp';
import { InvalidOutputError } from './invalid-output.error.js';
import { isMediaType, type MediaType } from './media-types.js';

/** An image of more pixels is refused before it is decoded, however few bytes it has; jobs ask for a sixth of them. */
const mostPixels = 25_000_000;

/** Beyond this, files grow faster than anybody sees the difference. */
const thumbnailQuality = 80;

interface Dimensions {
  readonly width: number;
  readonly height: number;
}

export interface Thumbnail extends Dimensions {
  readonly size: string;
  readonly data: Buffer;
}

export interface RenderedImage extends Dimensions {
  /** What the data is, whatever it was said to be. */
  readonly mediaType: MediaType;
  readonly thumbnails: readonly Thumbnail[];
}

function mediaTypeOf({ format }: Metadata): MediaType {
  const mediaType = `image/${format}`;
  if (isMediaType(mediaType)) return mediaType;
  throw new InvalidOutputError(`images of format ${format} are not kept`);
}

async function makeThumbnail(image: Sharp, size: string): Promise<Thumbnail> {
  const [width, height] = size.split('x').map(Number);
  const { data, info } = await image
    .clone()
    .resize({ width, height, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: thumbnailQuality })
    .toBuffer({ resolveWithObject: true });
  return { size, data, width: info.width, height: info.height };
}

/**
 * Looks at an image and makes its thumbnails, each as large as fits into the box of its size, but no larger than it is.
 * @throws InvalidOutputError
 */
export async function renderImage(data: Buffer, sizes: readonly string[]): Promise<RenderedImage> {
  try {
    const image = sharp(data, { limitInputPixels: mostPixels, autoOrient: true });
    const metadata = await image.metadata();
    const mediaType = mediaTypeOf(metadata);
    const thumbnails = await Promise.all(sizes.map((size) => makeThumbnail(image, size)));
    const { width, height } = metadata.autoOrient;
    return { mediaType, width, height, thumbnails };
  } catch (error) {
    if (error instanceof InvalidOutputError) throw error;
    throw new InvalidOutputError(`not an image that can be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
