import { RouteTable } from '../../../src/common/http/route-table.js';
import { createTestApp } from '../../support/test-app.js';

describe('RouteTable', () => {
  it('knows the template of every path the application serves', async () => {
    const test = await createTestApp();
    const routes = new RouteTable(test.app.getHttpAdapter().getInstance());
    await test.close();
    expect(routes.templateOf('GET', '/api/v1/users/search')).toBe('/api/v1/users/search');
    expect(routes.templateOf('HEAD', '/api/v1/content/7/')).toBe('/api/v1/content/:id');
    expect(routes.templateOf('PUT', '/api/v1/content/7/quality')).toBe('/api/v1/content/:id/quality');
    expect(routes.templateOf('PATCH', '/api/v1/content/7')).toBeUndefined();
    expect(routes.templateOf('GET', '/api/v1/content/%E0%A4%A')).toBeUndefined();
    expect(routes.methodsAt('/nowhere')).toEqual([]);
  });
});
