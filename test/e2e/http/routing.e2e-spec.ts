import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('routing', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  // `:id` of the same folder would answer 422 to each of these, were it asked first.
  it.each([
    ['get', '/users/search', ['items', 'pagination']],
    ['get', '/content/unified', ['items', 'pagination', 'stats']],
    ['get', '/content/stats/unified', ['user_regular_count', 'community_auto_count']],
    ['post', '/content/search', ['items', 'pagination']],
  ] as const)('%s %s reaches its own handler, not the one of an id', async (method, path, members) => {
    const response = await test.http[method](`/api/v1${path}`);
    expect(response.status).toBe(200);
    for (const member of members) expect(response.body).toHaveProperty(member);
  });

  it('serves every path with a trailing slash too, and never redirects', async () => {
    const user = await createUser(test.dataSource);
    const { id } = await createContent(test.dataSource, { creatorId: user.id });
    const paths = [
      '/api/v1/health',
      '/api/v1/users/search',
      `/api/v1/users/${user.id}`,
      `/api/v1/users/${user.id}/generation-jobs`,
      '/api/v1/content',
      `/api/v1/content/${id}`,
      '/api/v1/content/unified',
      '/health',
    ];
    for (const path of paths) {
      for (const spelling of [path, `${path}/`]) {
        expect([spelling, (await test.http.get(spelling).redirects(0)).status]).toEqual([spelling, 200]);
      }
    }
    const put = await test.http.put(`/api/v1/content/${id}/quality/`).send({ quality_score: 1 });
    expect(put.body.quality_score).toBe(1);
  });

  it('answers HEAD like GET, without a body', async () => {
    const response = await test.http.head('/api/v1/content/unified');
    expect(response.status).toBe(200);
    expect(response.text).toBeUndefined();
    expect(Number(response.headers['content-length'])).toBeGreaterThan(0);
  });

  it.each([
    ['get', '/api/v1/nowhere'],
    ['get', '/api/v1'],
    ['get', '/API/v1/version'],
    ['get', '/api/v1/Content/unified'],
    ['post', '/api/v2/users'],
    ['get', '/api/v1/content/1/unknown'],
    ['delete', '/nowhere'],
    ['get', '/api/v1/%2e%2e/%2e%2e/etc/passwd'],
    ['get', '/api/v1/content/unified/..%2fusers'],
  ] as const)('answers 404 ROUTE_NOT_FOUND to %s %s', async (method, path) => {
    const response = await test.http[method](path);
    expectError(response, 404, 'ROUTE_NOT_FOUND');
    expect(response.body.error).toBe('NotFound');
  });

  it.each([
    ['patch', '/api/v1/users/search', ['GET']],
    ['delete', '/api/v1/users', ['POST']],
    ['post', '/api/v1/content/1', ['DELETE', 'GET', 'PUT']],
    ['get', '/api/v1/content/1/quality', ['PUT']],
    ['post', '/api/v1/health/', ['GET']],
    ['put', '/health', ['GET']],
  ] as const)('answers 405 to %s %s and names what is allowed', async (method, path, allowed) => {
    const response = await test.http[method](path);
    expectError(response, 405, 'METHOD_NOT_ALLOWED');
    const named = String(response.headers.allow).split(', ');
    expect(named).toEqual(expect.arrayContaining([...allowed]));
    expect(named).not.toContain(method.toUpperCase());
  });
});
