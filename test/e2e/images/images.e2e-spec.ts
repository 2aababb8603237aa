import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { StoredOutput } from '../../../src/images/images.service.js';
import { expectError } from '../../support/expect-error.js';
import { createContentWithFiles } from '../../support/factories/content-files.factory.js';
import { createContent } from '../../support/factories/content.factory.js';
import type { TestApp } from '../../support/test-app.js';
import { bytesOf, forever, ImageSite, tag } from './image-site.js';

describe('GET /images/{content_id}', () => {
  let site: ImageSite;
  let test: TestApp;
  let creatorId: string;
  let png: Buffer;
  let id: number;
  let stored: StoredOutput[];
  let get: ImageSite['get'];

  beforeAll(async () => {
    site = await ImageSite.open();
    ({ creatorId, png, id, stored, get } = site);
    ({ test } = site.files);
  });
  afterAll(() => site.close());
  beforeEach(() => {
    site.files.errors.length = 0;
  });

  it('answers the file as it was generated, to be kept for good', async () => {
    const response = await get(id);
    expect(response.status).toBe(200);
    expect(bytesOf(response).equals(png)).toBe(true);
    expect(response.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(png.length),
      etag: tag(png),
      'cache-control': `public, ${forever}`,
      'accept-ranges': 'bytes',
      'content-disposition': `inline; filename="content-${id}.png"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(response.headers).not.toHaveProperty('content-range');
    expect(response.headers).not.toHaveProperty('last-modified');
  });

  it.each([
    ['thumbnail=true', 'content-ID-256x256.webp', [128, 256]],
    ['thumbnail=1', 'content-ID-256x256.webp', [128, 256]],
    ['thumbnail=256x256', 'content-ID-256x256.webp', [128, 256]],
    ['thumbnail=512x768', 'content-ID-512x768.webp', [300, 600]],
    ['thumbnail=false', 'content-ID.png', [300, 600]],
    ['index=0', 'content-ID.png', [300, 600]],
    ['index=1', 'content-ID-1.jpg', [20, 10]],
    ['index=1&thumbnail=true', 'content-ID-1-256x256.webp', [20, 10]],
  ])('answers the file meant by ?%s', async (query, filename, [width, height]) => {
    const response = await get(`${id}?${query}`);
    const name = filename.replace('ID', String(id));
    expect(response.headers['content-disposition']).toBe(`inline; filename="${name}"`);
    expect(response.headers['content-type']).toBe(`image/${name.split('.')[1]!.replace('jpg', 'jpeg')}`);
    expect(response.headers.etag).toBe(tag(bytesOf(response)));
    expect(await sharp(bytesOf(response)).metadata()).toMatchObject({ width, height });
  });

  it.each(['/', `?user_id=${'0'.repeat(8)}`, '?unheard=of'])(
    'takes %s after the id as nothing more',
    async (rest) => {
      expect((await get(`${id}${rest}`)).status).toBe(200);
    },
  );

  it('serves auto content, videos and sounds', async () => {
    const outputs = [
      { mediaType: 'video/mp4', data: Buffer.from('a video') },
      { mediaType: 'audio/ogg', data: Buffer.from('a sound') },
    ];
    const { content } = await createContentWithFiles(test, { creatorId, sourceType: 'auto' }, outputs);
    const [video, sound] = [await get(content.id), await get(`${content.id}?index=1`)];
    expect([video, sound].map((one) => [one.status, one.headers['content-type']])).toEqual([
      [200, 'video/mp4'],
      [200, 'audio/ogg'],
    ]);
    expectError(await test.http.get(`/api/v1/images/${content.id}?thumbnail=true`), 404, 'NOT_FOUND');
  });

  it.each([
    'abc',
    '0',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    '..',
    '%2e%2e%2fetc%2fpasswd',
    '%00',
    '1%00',
    "1'--",
    '１',
  ])('refuses %s for an id', async (path) => {
    expectError(await test.http.get(`/api/v1/images/${path}`), 422, 'VALIDATION_ERROR');
  });

  it.each(['2147483647', '2147483648', '99999999999999999999'])('finds nothing under id %s', async (path) => {
    const response = await test.http.get(`/api/v1/images/${path}`);
    expectError(response, 404, 'NOT_FOUND');
    expect(response.body.detail).toBe(`Content with id ${path} not found`);
  });

  it.each(['thumbnail=', 'thumbnail=9x9', 'thumbnail=original', 'thumbnail=..%2F..%2Fetc', 'thumbnail=2'])(
    'names the sizes there are to ?%s',
    async (query) => {
      const response = await test.http.get(`/api/v1/images/${id}?${query}`);
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.errors).toEqual([
        { field: 'thumbnail', message: 'thumbnail must be true, false or one of 256x256, 512x768' },
      ]);
    },
  );

  it.each([
    'index=',
    'index=-1',
    'index=1.5',
    'index=x',
    'index=0&index=1',
    'thumbnail=true&thumbnail=true',
    'thumbnail[]=true',
  ])('refuses ?%s', async (query) => {
    expectError(await test.http.get(`/api/v1/images/${id}?${query}`), 422, 'VALIDATION_ERROR');
  });

  it.each(['index=2', 'index=32768', 'index=2147483647', 'index=2&thumbnail=true'])(
    'says that there is no such file for ?%s',
    async (query) => {
      const response = await test.http.get(`/api/v1/images/${id}?${query}`);
      expectError(response, 404, 'NOT_FOUND');
      expect(response.body.detail).toMatch(/has no such (file|thumbnail) at index/);
      expect(response.headers['cache-control']).toBe('no-store');
    },
  );

  it('serves nothing that content merely says of itself', async () => {
    const claims = ['../../etc/passwd', '/etc/passwd', 'file:///etc/passwd', stored[0]!.storageKey];
    for (const claim of claims) {
      const { body } = await test.http
        .post('/api/v1/content')
        .send({ title: 'mine', content_type: 'image', content_data: claim, creator_id: creatorId });
      const forged = await createContent(test.dataSource, {
        creatorId,
        contentData: claim,
        pathThumb: claim,
        pathThumbsAltRes: { '256x256': claim },
      });
      for (const query of ['', '?thumbnail=true', '?thumbnail=256x256']) {
        expectError(await test.http.get(`/api/v1/images/${body.id}${query}`), 404, 'NOT_FOUND');
        expectError(await test.http.get(`/api/v1/images/${forged.id}${query}`), 404, 'NOT_FOUND');
      }
    }
    await test.http.put(`/api/v1/content/${id}`).send({ content_data: '/etc/passwd' }).expect(200);
    expect(bytesOf(await get(id)).equals(png)).toBe(true);
  });

  it('finds nothing once the content is deleted', async () => {
    const { content } = await createContentWithFiles(test, { creatorId }, [
      { mediaType: 'image/png', data: png },
    ]);
    await test.http.delete(`/api/v1/content/${content.id}`).expect(200);
    expectError(await test.http.get(`/api/v1/images/${content.id}`), 404, 'NOT_FOUND');
  });

  it('says that a file is missing, and tells its operator, where the storage lost it or the end of it', async () => {
    const outputs = [{ mediaType: 'image/png', data: png }];
    const { content, stored: kept } = await createContentWithFiles(test, { creatorId }, outputs);
    const path = join(site.files.storage.folder, kept[0]!.storageKey);
    for (const damage of [() => truncate(path, 100), () => rm(path)]) {
      site.files.errors.length = 0;
      await damage();
      const response = await test.http.get(`/api/v1/images/${content.id}`);
      expectError(response, 404, 'NOT_FOUND');
      expect(response.body.detail).toBe(`The file of content with id ${content.id} is missing`);
      expect(response.headers['cache-control']).toBe('no-store');
      expect(site.files.errors).toMatchObject([{ level: 50, storage_key: kept[0]!.storageKey }]);
    }
    expect((await test.http.head(`/api/v1/images/${content.id}`)).status).toBe(404);
  });

  it('answers other methods with those it knows', async () => {
    const response = await test.http.post(`/api/v1/images/${id}`);
    expectError(response, 405, 'METHOD_NOT_ALLOWED');
  });
});
