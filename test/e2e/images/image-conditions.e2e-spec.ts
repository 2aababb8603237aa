import { expectError } from '../../support/expect-error.js';
import type { TestApp } from '../../support/test-app.js';
import { bytesOf, forever, ImageSite, tag } from './image-site.js';

describe('GET /images/{content_id} under conditions', () => {
  let site: ImageSite;
  let test: TestApp;
  let png: Buffer;
  let id: number;
  let get: ImageSite['get'];

  beforeAll(async () => {
    site = await ImageSite.open();
    ({ png, id, get } = site);
    ({ test } = site.files);
  });
  afterAll(() => site.close());

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
});
