import { toRouteTemplate } from './route-template.js';

describe('toRouteTemplate', () => {
  it.each([
    ['/api/v1/content/:id', '/api/v1/content/{id}'],
    ['/api/v1/users/:userId/tags/:tagId', '/api/v1/users/{userId}/tags/{tagId}'],
    ['/api/v1/files/*path', '/api/v1/files/{path}'],
    ['/api/v1/tags{/:id}', '/api/v1/tags/{id}'],
    ['/api/v1/content/unified', '/api/v1/content/unified'],
  ])('writes %s as %s', (express, template) => {
    expect(toRouteTemplate(express)).toBe(template);
    expect(toRouteTemplate(express)).toBe(template);
  });

  it('gathers requests without a route under one name', () => {
    expect(toRouteTemplate(undefined)).toBe('<unmatched>');
  });
});
