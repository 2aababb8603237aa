interface Format {
  readonly mediaType: string;
  readonly signature: Buffer;
  readonly offset?: number;
  isWhole(data: Buffer): boolean;
}

const pngEnd = Buffer.from('0000000049454e44ae426082', 'hex');
const jpegScan = Buffer.from('ffda', 'hex');
const jpegEnd = Buffer.from('ffd9', 'hex');

const formats: readonly Format[] = [
  {
    mediaType: 'image/png',
    signature: Buffer.from('89504e470d0a1a0a', 'hex'),
    isWhole: (data) => data.includes(pngEnd),
  },
  {
    mediaType: 'image/jpeg',
    signature: Buffer.from('ffd8ff', 'hex'),
    // a thumbnail within has an end of its own, but no scan holds the bytes of an end
    isWhole: (data) => data.lastIndexOf(jpegEnd) > data.lastIndexOf(jpegScan),
  },
  {
    mediaType: 'image/webp',
    signature: Buffer.from('WEBP'),
    offset: 8,
    isWhole: (data) => data.length >= 8 + data.readUInt32LE(4),
  },
];

export interface ImageType {
  readonly mediaType: string;
  /** False when the image was cut off: it may be whole when it is asked for again. */
  readonly isWhole: boolean;
}

/** What an image is by its bytes, whatever its name or header say; undefined when it is none we keep. */
export function imageTypeOf(data: Buffer): ImageType | undefined {
  const format = formats.find(({ signature, offset = 0 }) =>
    data.subarray(offset, offset + signature.length).equals(signature),
  );
  return format && { mediaType: format.mediaType, isWhole: format.isWhole(data) };
}
