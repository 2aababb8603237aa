import sharp from 'sharp';
import { imageTypeOf } from './image-type.js';

describe('imageTypeOf', () => {
  const formats = ['png', 'jpeg', 'webp'] as const;

  async function draw(format: (typeof formats)[number], options = {}): Promise<Buffer> {
    const create = { width: 40, height: 40, channels: 3, background: '#123456' } as const;
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
    return await sharp({ create: { ...create, noise } })
      .toFormat(format, options)
      .toBuffer();
  }

  it.each(formats)('knows %s by its first bytes', async (format) => {
    expect(imageTypeOf(await draw(format))).toEqual({ mediaType: `image/${format}`, isWhole: true });
  });

  it.each(formats)('knows %s that was cut off, wherever that happened', async (format) => {
    const data = await draw(format);
    for (let length = 12; length < data.length - 1; length += 7) {
      expect(imageTypeOf(data.subarray(0, length))?.isWhole).toBe(false);
    }
    expect(imageTypeOf(data.subarray(0, -1))?.isWhole).toBe(false);
  });

  it('knows a JPEG of many scans that was cut off between two of them', async () => {
    const data = await draw('jpeg', { progressive: true });
    expect(imageTypeOf(data)?.isWhole).toBe(true);
    const lastScan = data.lastIndexOf(Buffer.from('ffda', 'hex'));
    expect(imageTypeOf(data.subarray(0, lastScan))?.isWhole).toBe(false);
  });

  it.each(formats)('takes %s for whole that has something after its end', async (format) => {
    expect(imageTypeOf(Buffer.concat([await draw(format), Buffer.from('\n')]))?.isWhole).toBe(true);
  });

  it.each(['', '<html>', '\x89PN', 'GIF89a'])('keeps nothing that begins with %j', (text) => {
    expect(imageTypeOf(Buffer.from(text, 'latin1'))).toBeUndefined();
  });
});
