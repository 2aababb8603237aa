import { gzipSync } from 'node:zlib';
import { expectError } from '../../support/expect-error.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('request parsing', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp({ 'api-body-limit-kb': 64 });
  });
  afterAll(() => test.close());

  const post = (type = 'application/json') => test.http.post('/api/v1/users').set('Content-Type', type);
  const body = (name: string): string => JSON.stringify({ username: name, email: `${name}@example.com` });

  /** Sends bytes as they are, which supertest does not. */
  const send = (content: Buffer | ReadableStream, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${test.url}/api/v1/users`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: content,
      duplex: 'half',
    });

  const codeOf = async (response: Response): Promise<unknown> =>
    ((await response.json()) as { error_code?: unknown }).error_code;

  it.each(['{', '{"username": }', 'username=ada', "{'username':'ada'}", 'null', '"text"', '7', ' '])(
    'answers 422 INVALID_JSON to %j',
    async (text) => {
      const response = await post().send(text);
      expectError(response, 422, 'INVALID_JSON');
      expect(response.body.error).toBe('ValidationError');
      expect(response.body.detail).toBe('The body is not valid JSON');
    },
  );

  it.each([
    ['an empty body', '', 'username is required'],
    ['an empty object', '{}', 'username is required'],
    ['an array', '[]', 'The body must be a JSON object'],
    ['an array of objects', '[{}]', 'The body must be a JSON object'],
  ])('answers 422 VALIDATION_ERROR to %s', async (_case, text, detail) => {
    const response = await post().send(text);
    expectError(response, 422, 'VALIDATION_ERROR');
    expect(response.body.detail).toBe(detail);
  });

  it('answers 422 to a request without any body', async () => {
    expectError(await test.http.post('/api/v1/users'), 422, 'VALIDATION_ERROR');
  });

  it.each([
    ['text/plain', body('plain')],
    ['application/x-www-form-urlencoded', 'username=ada&email=a%40b.c'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/octet-stream', body('octets')],
    ['application/json; charset=latin1', body('latin')],
    ['', body('typeless')],
  ])('answers 415 to %s', async (type, text) => {
    const response = await post(type).send(Buffer.from(text));
    expectError(response, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('answers 415 to an encoding it cannot undo, 400 to one that is broken', async () => {
    const odd = await post().set('Content-Encoding', 'compress').send(body('odd'));
    expectError(odd, 415, 'UNSUPPORTED_MEDIA_TYPE');
    const broken = await post().set('Content-Encoding', 'gzip').send(body('broken'));
    expectError(broken, 400, 'BAD_REQUEST');
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'application/merge-patch+json'])(
    'reads %s',
    async (type) => {
      const name = `typed_${type.length}`;
      expect((await post(type).send(body(name))).status).toBe(201);
    },
  );

  it('measures bodies after inflating them, and answers 413 above the limit', async () => {
    const large = JSON.stringify({
      username: 'large',
      email: 'large@example.com',
      extra: 'x'.repeat(70_000),
    });
    const plain = await post().send(large);
    expectError(plain, 413, 'PAYLOAD_TOO_LARGE');
    expect(plain.body.detail).toBe('The body cannot exceed 64 KiB');
    const inflated = await send(gzipSync(large), { 'Content-Encoding': 'gzip' });
    expect([inflated.status, await codeOf(inflated)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect((await send(gzipSync(body('inflated')), { 'Content-Encoding': 'gzip' })).status).toBe(201);
  });

  it('answers 413 to a body that does not say how long it is', async () => {
    const response = await send(new Blob(['{"x":"', 'x'.repeat(2_000_000), '"}']).stream());
    expect([response.status, await codeOf(response)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it.each([
    '/api/v1/content/%',
    '/api/v1/content/%E0%A4%A',
    '/api/v1/users/%ff',
    '/%c0%af',
    '/api/v1/nowhere/%zz',
  ])('answers 400 INVALID_PATH to %s', async (path) => {
    const response = await test.http.get(path);
    expectError(response, 400, 'INVALID_PATH');
    expect(response.body.error).toBe('BadRequest');
  });

  it.each(['%ED%A0%80', '%ff', 'a%C3%28', 'why?%ff'])(
    'refuses %s in a query, which is no UTF-8',
    async (bytes) => {
      const response = await test.http.get(`/api/v1/users/search?search_term=${bytes}`);
      expectError(response, 422, 'VALIDATION_ERROR');
    },
  );

  it('takes a stray % in a query for what it is', async () => {
    const response = await test.http.get('/api/v1/users/search?search_term=100%');
    expect(response.status).toBe(200);
    expect(response.body.items).toEqual([]);
  });
});
