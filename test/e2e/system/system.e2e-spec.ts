import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('system', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  const databaseName = (): string => new URL(test.config.databaseUrl).pathname.slice(1);
  const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

  it('welcomes visitors and shows them around', async () => {
    const { status, body } = await test.http.get('/');
    expect(status).toBe(200);
    expect(body).toEqual({
      message: 'Welcome to Genonaut API',
      version: '1.0.0',
      database: databaseName(),
      docs: '/docs',
      redoc: '/redoc',
      health: '/api/v1/health',
      database_info: '/api/v1/databases',
      global_stats: '/api/v1/stats/global',
      tag_hierarchy: '/api/v1/tags/hierarchy',
    });
  });

  it('serves the documentation pages it points to, and the document behind them', async () => {
    for (const path of ['/docs', '/redoc']) {
      const page = await test.http.get(path).redirects(1);
      expect([page.status, page.type]).toEqual([200, 'text/html']);
    }
    const document = await test.http.get('/openapi.json');
    expect(document.body.openapi).toMatch(/^3\./);
    expect(document.body.paths['/api/v1/content/unified'].get.summary).toEqual(expect.any(String));
  });

  it('is healthy while both stores answer', async () => {
    const healthy = {
      status: 'healthy',
      database: { status: 'connected', name: databaseName() },
      redis: { status: 'connected' },
      timestamp: instant,
    };
    const detailed = await test.http.get('/api/v1/health');
    expect([detailed.status, detailed.body]).toEqual([200, healthy]);
    const short = await test.http.get('/health');
    expect(short.body).toEqual({ ...healthy, message: 'Use /api/v1/health for detailed health check' });
  });

  it('tells what is running', async () => {
    const { body } = await test.http.get('/api/v1/info');
    expect(body).toEqual({
      name: 'Genonaut API',
      description: expect.any(String),
      version: '1.0.0',
      api_version: 'v1',
      environment: 'test',
      node_version: process.version,
      build: {},
      uptime_seconds: expect.any(Number),
      started_at: instant,
    });
    expect((await test.http.get('/api/v1/version')).body).toEqual({ version: '1.0.0', api_version: 'v1' });
  });

  it('names the databases, also by their names of old, and never a URL', async () => {
    const databases = await test.http.get('/api/v1/databases');
    expect(databases.body).toEqual({
      available_databases: ['dev', 'demo', 'test'],
      current_database: 'test',
    });
    const schemas = await test.http.get('/api/v1/schemas');
    expect(schemas.body).toEqual({
      available_schemas: ['app', 'demo', 'test'],
      current_schema: 'test',
      mapping: { app: 'dev', demo: 'demo', test: 'test' },
    });
    const { password } = new URL(test.config.databaseUrl);
    for (const path of ['/', '/api/v1/info', '/api/v1/databases', '/api/v1/schemas', '/api/v1/health']) {
      const { text } = await test.http.get(path);
      expect(text).not.toContain('postgres://');
      if (password) expect(text).not.toContain(password);
    }
  });

  it('ignores the choice of another database, which is switched off', async () => {
    const { body } = await test.http.get('/api/v1/databases').set('X-Genonaut-Database', 'demo');
    expect(body.current_database).toBe('test');
  });
});
