import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { picture } from '../../test/support/pictures.js';
import { InvalidOutputError } from './invalid-output.error.js';
import { renderImage } from './render-image.js';

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A few hundred bytes that say they are a picture of this many pixels each way. */
function bomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 8;
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const data = deflateSync(Buffer.alloc(100_000));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('renderImage', () => {
  it('makes each thumbnail as large as fits into its box', async () => {
    const { width, height, mediaType, thumbnails } = await renderImage(await picture(832, 1216), [
      '256x256',
      '512x768',
      '100x2000',
    ]);
    expect({ width, height, mediaType }).toEqual({ width: 832, height: 1216, mediaType: 'image/png' });
    expect(thumbnails.map(({ size, width: w, height: h }) => [size, w, h])).toEqual([
      ['256x256', 175, 256],
      ['512x768', 512, 748],
      ['100x2000', 100, 146],
    ]);
    for (const { data, width: w, height: h } of thumbnails) {
      expect(await sharp(data).metadata()).toMatchObject({ format: 'webp', width: w, height: h });
    }
  });

  it('enlarges nothing', async () => {
    const { thumbnails } = await renderImage(await picture(40, 20), ['256x256']);
    expect(thumbnails).toMatchObject([{ width: 40, height: 20 }]);
  });

  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('tells what %s is by its bytes', async (format) => {
    expect((await renderImage(await picture(8, 8, format), ['4x4'])).mediaType).toBe(`image/${format}`);
  });

  it('shows a picture that lies on its side upright', async () => {
    const data = await sharp(await picture(60, 30, 'jpeg'))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(await renderImage(data, ['20x20'])).toMatchObject({
      width: 30,
      height: 60,
      thumbnails: [{ width: 10, height: 20 }],
    });
  });

  it.each([
    ['nothing an image begins with', () => Buffer.from('GIF89 said the caller')],
    ['half an image', async () => (await picture(200, 200)).subarray(0, 40_000)],
    [
      'a drawing that could carry a script',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ['a size no image has', () => bomb(0x7fffffff)],
    ['a page of HTML', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
  ])('refuses %s', async (_case, make) => {
    await expect(renderImage(await make(), ['256x256'])).rejects.toThrow(InvalidOutputError);
  });

  it('refuses an image for its number of pixels before it decodes them', async () => {
    const refused = renderImage(bomb(5_001), ['256x256']);
    await expect(refused).rejects.toThrow(InvalidOutputError);
    await expect(refused).rejects.toThrow(/exceeds pixel limit/);
    await expect(renderImage(bomb(5_000), ['256x256'])).rejects.not.toThrow(/exceeds pixel limit/);
  });
});
