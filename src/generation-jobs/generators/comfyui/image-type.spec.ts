import sharp from 'sharp';
import { imageTypeOf } from './image-type.js';

describe('imageTypeOf', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('knows %s by its first bytes', async (format) => {
    const create = { width: 4, height: 4, channels: 3, background: '#123456' } as const;
    expect(imageTypeOf(await sharp({ create }).toFormat(format).toBuffer())).toBe(`image/${format}`);
  });

  it.each(['', '<html>', '\x89PN', 'GIF89a'])('keeps nothing that begins with %j', (text) => {
    expect(imageTypeOf(Buffer.from(text, 'latin1'))).toBeUndefined();
  });
});
