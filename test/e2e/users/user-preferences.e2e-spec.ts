import { expectError } from '../../support/expect-error.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('PUT /users/{id}/preferences', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it('merges top-level members', async () => {
    const { id } = await createUser(test.dataSource, { preferences: { a: 1, nested: { x: 1, y: 2 } } });
    const response = await test.http
      .put(`/api/v1/users/${id}/preferences`)
      .send({ preferences: { b: [true], nested: { x: 9 } } });
    expect(response.body.preferences).toEqual({ a: 1, b: [true], nested: { x: 9 } });
  });

  it('takes the flat form when there is no preferences member', async () => {
    const { id } = await createUser(test.dataSource);
    const response = await test.http
      .put(`/api/v1/users/${id}/preferences`)
      .send({ favorite_genres: ['fantasy'], settings: { theme: 'dark' } });
    expect(response.body.preferences).toEqual({
      favorite_genres: ['fantasy'],
      settings: { theme: 'dark' },
    });
    expectError(
      await test.http.put(`/api/v1/users/${id}/preferences`).send({ other: 1 }),
      422,
      'VALIDATION_ERROR',
    );
  });

  it('refuses preferences that name kinds of content there are not', async () => {
    const { id } = await createUser(test.dataSource);
    const put = (body: object) => test.http.put(`/api/v1/users/${id}/preferences`).send(body);
    expectError(await put({ content_types: ['sculpture'] }), 422, 'VALIDATION_ERROR');
    expect((await put({ content_types: ['image', 'image'] })).body.preferences).toEqual({
      content_types: ['image'],
    });
  });

  it('loses no key when many merge at once', async () => {
    const { id } = await createUser(test.dataSource);
    const keys = Array.from({ length: 20 }, (_unused, index) => `key_${index}`);
    await Promise.all(
      keys.map((key) =>
        test.http.put(`/api/v1/users/${id}/preferences`).send({ preferences: { [key]: key } }),
      ),
    );
    const { body } = await test.http.get(`/api/v1/users/${id}`);
    expect(Object.keys(body.preferences as object).sort()).toEqual([...keys].sort());
  });
});
