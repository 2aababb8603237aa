import express from 'express';
import supertest from 'supertest';
import { securityHeaders } from '../../../src/common/http/security-headers.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('response headers', () => {
  describe('with the standard settings', () => {
    const lines: Record<string, unknown>[] = [];
    let test: TestApp;

    beforeAll(async () => {
      const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
      test = await createTestApp({ 'log-requests': true, 'log-level': 'debug' }, { log: { write } });
    });
    afterAll(() => test.close());
    beforeEach(() => {
      lines.length = 0;
    });

    it('carry the request id the caller sent, in success and failure, and so does every log line', async () => {
      for (const path of [
        '/api/v1/version',
        '/api/v1/nowhere',
        '/api/v1/content/%',
        '/api/v1/content?page=0',
        '/',
      ]) {
        const response = await test.http.get(path).set('X-Request-Id', 'trace:1.a-B_2');
        expect(response.headers['x-request-id']).toBe('trace:1.a-B_2');
      }
      expect(lines.filter(({ msg }) => /^GET /.test(String(msg)))).toHaveLength(5);
      expect(lines.map((line) => line.request_id)).toEqual(lines.map(() => 'trace:1.a-B_2'));
    });

    it.each(['', 'two words', 'x'.repeat(65), 'quote"', 'a,b'])(
      'carry an id of our own instead of %j',
      async (id) => {
        const response = await test.http.get('/api/v1/version').set('X-Request-Id', id);
        expect(response.headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
      },
    );

    it('give each request an id of its own', async () => {
      const ids = await Promise.all(
        Array.from(
          { length: 5 },
          async () => (await test.http.get('/api/v1/version')).headers['x-request-id'],
        ),
      );
      expect(new Set(ids).size).toBe(5);
    });

    it('protect the reader, on errors and documentation pages too', async () => {
      for (const path of ['/api/v1/version', '/api/v1/nowhere', '/docs', '/redoc']) {
        const { headers } = await test.http.get(path);
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'no-referrer',
          'permissions-policy': expect.stringContaining('camera=()'),
          'content-security-policy': expect.stringContaining("default-src 'self'"),
        });
        expect(headers).not.toHaveProperty('strict-transport-security');
        expect(headers).not.toHaveProperty('x-powered-by');
      }
    });

    it('let a reader keep what GET shows if it asks each time, and nothing else', async () => {
      expect((await test.http.get('/api/v1/version')).headers['cache-control']).toBe('private, no-cache');
      for (const response of [
        await test.http.get('/api/v1/nowhere'),
        await test.http.post('/api/v1/content/search').send({}),
        await test.http.put('/api/v1/version'),
        await test.http.get('/nowhere'),
        await test.http.post('/health'),
        await test.http.get('/docs'),
        await test.http.get('/docs/swagger-ui.css'),
        await test.http.get('/redoc'),
        await test.http.get('/redoc/redoc.standalone.js'),
      ]) {
        expect(response.headers['cache-control']).toBe('no-store');
      }
    });

    it('let a reader of the OpenAPI document ask whether it still holds', async () => {
      const document = await test.http.get('/openapi.json');
      expect(document.headers['cache-control']).toBe('private, no-cache');
      const { etag } = document.headers as { etag: string };
      const spared = await test.http.get('/openapi.json').set('If-None-Match', etag);
      expect([spared.status, spared.headers.etag]).toEqual([304, etag]);
    });

    it('allow every origin, without credentials', async () => {
      const { headers } = await test.http.get('/api/v1/version').set('Origin', 'https://anywhere.example');
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
      const preflight = await test.http
        .options('/api/v1/content')
        .set('Origin', 'https://anywhere.example')
        .set('Access-Control-Request-Method', 'POST')
        .set('Access-Control-Request-Headers', 'content-type');
      expect(preflight.status).toBe(204);
      expect(preflight.headers['access-control-allow-methods']).toContain('POST');
      expect(preflight.headers['access-control-allow-headers']).toBe('content-type');
    });

    it('let a browser read errors, request ids and the wait until the next try', async () => {
      const { headers } = await test.http.get('/api/v1/nowhere').set('Origin', 'https://anywhere.example');
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-expose-headers']).toBe(
        'ETag,Content-Range,X-Request-Id,Retry-After,Idempotent-Replayed,X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Reset',
      );
    });
  });

  it('demand HTTPS in production', async () => {
    const production = express().use(...securityHeaders(true));
    const { headers } = await supertest(production).get('/');
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
  });

  describe('with a list of origins', () => {
    let test: TestApp;

    beforeAll(async () => {
      test = await createTestApp({ 'cors-origins': ['https://a.example', 'https://b.example'] });
    });
    afterAll(() => test.close());

    it('allow those, with credentials, and no other', async () => {
      const from = async (origin: string) =>
        (await test.http.get('/api/v1/version').set('Origin', origin)).headers;
      expect(await from('https://b.example')).toMatchObject({
        'access-control-allow-origin': 'https://b.example',
        'access-control-allow-credentials': 'true',
        vary: expect.stringContaining('Origin'),
      });
      for (const origin of ['https://c.example', 'null', 'https://b.example.evil', 'http://b.example']) {
        expect(await from(origin)).not.toHaveProperty('access-control-allow-origin');
      }
    });
  });
});
