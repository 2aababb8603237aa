import { createHash } from 'node:crypto';
import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Response } from 'supertest';
import type { StoredOutput } from '../../../src/images/images.service.js';
import { expectError } from '../../support/expect-error.js';
import { createContentWithFiles } from '../../support/factories/content-files.factory.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createFilesApp, type FilesApp } from '../../support/files-app.js';
import { picture } from '../../support/pictures.js';
import type { TestApp } from '../../support/test-app.js';

const forever = 'max-age=31536000, immutable';

describe('GET /images/{content_id}', () => {
  let test: TestApp;
  let files: FilesApp;
  let creatorId: string;
  let png: Buffer;
  let id: number;
  let stored: StoredOutput[];

  beforeAll(async () => {
    files = await createFilesApp();
    ({ test } = files);
    ({ id: creatorId } = await createUser(test.dataSource));
    png = await picture(300, 600);
    const second = await picture(20, 10, 'jpeg');
    const outputs = [png, second].map((data) => ({ mediaType: 'image/png', data }));
    const made = await createContentWithFiles(test, { creatorId }, outputs);
    id = made.content.id;
    stored = made.stored;
  });
  afterAll(() => files.close());
  beforeEach(() => {
    files.errors.length = 0;
  });

  const get = (path: number | string, headers: Record<string, string> = {}) =>
    test.http.get(`/api/v1/images/${path}`).set(headers).buffer(true);
  const bytesOf = ({ body }: Response): Buffer => body as Buffer;
  const tag = (data: Buffer): string => `"${createHash('sha256').update(data).digest('base64url')}"`;

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

  describe('asked whether a version still holds', () => {
    it.each([
      ['its tag', (one: string) => one],
      ['its tag, weakly', (one: string) => `W/${one}`],
      ['a list with its tag', (one: string) => `"other", ${one}`],
      ['any tag', () => '*'],
    ])('spares the body for %s', async (_case, ask) => {
      const response = await get(id, { 'If-None-Match': ask(tag(png)), Range: 'bytes=0-9' });
      expect([response.status, response.text]).toEqual([304, '']);
      expect(response.headers).toMatchObject({ etag: tag(png), 'cache-control': `public, ${forever}` });
      expect(response.headers).not.toHaveProperty('content-type');
    });

    it('says of it what it says with the body, because that takes the place of what the caller has kept', async () => {
      const [full, spared] = [await get(id), await get(id, { 'If-None-Match': tag(png) })];
      expect([full.status, spared.status]).toEqual([200, 304]);
      for (const name of [
        'etag',
        'cache-control',
        'vary',
        'content-security-policy',
        'cross-origin-resource-policy',
      ])
        expect([name, spared.headers[name]]).toEqual([name, full.headers[name]]);
    });

    it.each(['"other"', 'nonsense', ''])('answers the file for %j', async (header) => {
      expect((await get(id, { 'If-None-Match': header })).status).toBe(200);
    });

    it('does so for the file asked for, not for another of the same content', async () => {
      expect((await get(`${id}?thumbnail=true`, { 'If-None-Match': tag(png) })).status).toBe(200);
    });
  });

  describe('asked for one version alone', () => {
    it.each([
      ['its tag', (one: string) => one],
      ['a list with its tag', (one: string) => `"other", ${one}`],
      ['any tag', () => '*'],
    ])('answers it for %s', async (_case, ask) => {
      const response = await get(id, { 'If-Match': ask(tag(png)), Range: 'bytes=0-9' });
      expect([response.status, bytesOf(response).length]).toEqual([206, 10]);
    });

    it.each([
      ['another tag', () => '"other"'],
      ['a weak tag, which promises no bytes', (one: string) => `W/${one}`],
      ['what is no tag', () => 'nonsense'],
    ])('refuses %s, whatever else is asked', async (_case, ask) => {
      const headers = { 'If-Match': ask(tag(png)), 'If-None-Match': tag(png), Range: 'bytes=0-9' };
      const response = await test.http.get(`/api/v1/images/${id}`).set(headers);
      expectError(response, 412, 'PRECONDITION_FAILED');
      expect(response.headers['cache-control']).toBe('no-store');
    });
  });

  it.each([
    ['', `public, ${forever}`],
    ['?thumbnail=512x768', `public, ${forever}`],
    ['?thumbnail=true', 'public, max-age=3600'],
  ])('is kept for good only where no setting chooses the file: %j', async (query, policy) => {
    const full = await get(`${id}${query}`);
    const spared = await get(`${id}${query}`, { 'If-None-Match': full.headers['etag']! });
    expect([full.status, spared.status]).toEqual([200, 304]);
    expect([full.headers['cache-control'], spared.headers['cache-control']]).toEqual([policy, policy]);
  });

  describe('asked for a part', () => {
    it.each([
      ['bytes=0-0', 0, 0],
      ['bytes=100-199', 100, 199],
      ['bytes=100-', 100, undefined],
      ['bytes=-100', -100, undefined],
      ['bytes=0-99999999999', 0, undefined],
      ['bytes=-99999999999', 0, undefined],
    ])('answers %s with 206', async (range, from, to) => {
      const start = from < 0 ? png.length + from : from;
      const end = to ?? png.length - 1;
      const response = await get(id, { Range: range });
      expect(response.status).toBe(206);
      expect(bytesOf(response).equals(png.subarray(start, end + 1))).toBe(true);
      expect(response.headers).toMatchObject({
        'content-range': `bytes ${start}-${end}/${png.length}`,
        'content-length': String(end - start + 1),
        'content-type': 'image/png',
        etag: tag(png),
        'cache-control': `public, ${forever}`,
      });
    });

    it.each(['bytes=0-1,5-6', 'bytes=9-5', 'bytes=x-y', 'bytes', 'lines=0-9', 'bytes=-'])(
      'answers %s with all of it',
      async (range) => {
        const response = await get(id, { Range: range });
        expect([response.status, bytesOf(response).length]).toEqual([200, png.length]);
        expect(response.headers).not.toHaveProperty('content-range');
      },
    );

    it.each(['bytes=99999999999-', 'bytes=-0'])('refuses %s and tells the size', async (range) => {
      const response = await test.http.get(`/api/v1/images/${id}`).set('Range', range);
      expectError(response, 416, 'RANGE_NOT_SATISFIABLE');
      expect(response.headers).toMatchObject({
        'content-range': `bytes */${png.length}`,
        'cache-control': 'no-store',
      });
      expect(response.headers).not.toHaveProperty('etag');
    });

    it.each([
      ['the version at hand', () => tag(png), 206],
      ['another version', () => '"other"', 200],
      ['a weak tag, which promises no bytes', () => `W/${tag(png)}`, 200],
      ['a date, which is given to no file', () => 'Fri, 20 Nov 2026 12:00:00 GMT', 200],
    ])('answers it only If-Range is %s', async (_case, ifRange, status) => {
      const response = await get(id, { Range: 'bytes=0-9', 'If-Range': ifRange() });
      expect([response.status, bytesOf(response).length]).toEqual([status, status === 206 ? 10 : png.length]);
    });

    it('answers all of it, with an unsatisfiable range, if that is meant of another version', async () => {
      const response = await get(id, { Range: 'bytes=99999999999-', 'If-Range': '"other"' });
      expect(response.status).toBe(200);
    });

    it('can put a file together from its parts', async () => {
      const size = Math.ceil(png.length / 7);
      const parts = await Promise.all(
        Array.from({ length: 7 }, (_, n) => get(id, { Range: `bytes=${n * size}-${(n + 1) * size - 1}` })),
      );
      expect(Buffer.concat(parts.map(bytesOf)).equals(png)).toBe(true);
    });
  });

  it('answers HEAD like GET, without the body and without regard to ranges', async () => {
    const shown = await get(id);
    for (const headers of [{}, { Range: 'bytes=0-9' }, { Range: 'bytes=99999999999-' }]) {
      const response = await test.http.head(`/api/v1/images/${id}`).set(headers);
      expect(response.status).toBe(200);
      for (const name of ['content-type', 'content-length', 'etag', 'cache-control', 'accept-ranges'])
        expect(response.headers[name]).toBe(shown.headers[name]);
    }
    const spared = await test.http.head(`/api/v1/images/${id}`).set('If-None-Match', tag(png));
    expect(spared.status).toBe(304);
    expectError(await get(`${id}?thumbnail=9x9`), 422, 'VALIDATION_ERROR');
    expect((await test.http.head(`/api/v1/images/${id}?thumbnail=9x9`)).status).toBe(422);
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
    const path = join(files.storage.folder, kept[0]!.storageKey);
    for (const damage of [() => truncate(path, 100), () => rm(path)]) {
      files.errors.length = 0;
      await damage();
      const response = await test.http.get(`/api/v1/images/${content.id}`);
      expectError(response, 404, 'NOT_FOUND');
      expect(response.body.detail).toBe(`The file of content with id ${content.id} is missing`);
      expect(response.headers['cache-control']).toBe('no-store');
      expect(files.errors).toMatchObject([{ level: 50, storage_key: kept[0]!.storageKey }]);
    }
    expect((await test.http.head(`/api/v1/images/${content.id}`)).status).toBe(404);
  });

  it('answers other methods with those it knows', async () => {
    const response = await test.http.post(`/api/v1/images/${id}`);
    expectError(response, 405, 'METHOD_NOT_ALLOWED');
  });
});
