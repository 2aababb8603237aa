import { createUser } from '../../support/factories/user.factory.js';
import { expectError } from '../../support/expect-error.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const nobody = '00000000-0000-4000-8000-000000000000';

describe('users', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  describe('POST /users', () => {
    it('creates an account with empty preferences', async () => {
      const response = await test.http
        .post('/api/v1/users')
        .send({ username: 'ada_l', email: 'ada@example.com' });
      expect(response.status).toBe(201);
      expect(response.body).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        username: 'ada_l',
        email: 'ada@example.com',
        preferences: {},
        is_active: true,
        created_at: expect.stringMatching(/Z$/),
        updated_at: response.body.created_at,
      });
    });

    it('serves the path with a trailing slash too, without redirecting', async () => {
      const response = await test.http
        .post('/api/v1/users/')
        .send({ username: 'slash', email: 's@example.com' });
      expect(response.status).toBe(201);
    });

    it.each([
      ['a short name', { username: 'ab' }, 'username'],
      ['a name of signs only', { username: '___' }, 'username'],
      ['letters beyond ASCII', { username: 'zoë_b' }, 'username'],
      ['a name of 51 characters', { username: 'a'.repeat(51) }, 'username'],
      ['an address without domain', { email: 'ada@' }, 'email'],
      ['an address of 256 characters', { email: `${'a'.repeat(250)}@b.com` }, 'email'],
      ['preferences that are a list', { preferences: [1] }, 'preferences'],
      ['a name that is a number', { username: 12345 }, 'username'],
      ['no name', { username: undefined }, 'username'],
    ])('refuses %s', async (_case, change, field) => {
      const body = { username: 'valid_name', email: 'valid@example.com', ...change };
      const response = await test.http.post('/api/v1/users').send(body);
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.errors[0].field).toBe(field);
    });

    it('refuses names and addresses taken in another letter case', async () => {
      await createUser(test.dataSource, { username: 'Taken', email: 'taken@example.com' });
      const name = await test.http
        .post('/api/v1/users')
        .send({ username: 'tAKEN', email: 'free@example.com' });
      expectError(name, 422, 'VALIDATION_ERROR');
      expect(name.body.detail).toBe('Username already exists');
      const email = await test.http
        .post('/api/v1/users')
        .send({ username: 'free', email: 'TAKEN@example.com' });
      expect(email.body.detail).toBe('Email already exists');
    });

    it('lets one of many simultaneous sign-ups win', async () => {
      const body = { username: 'racer', email: 'racer@example.com' };
      const responses = await Promise.all(
        Array.from({ length: 10 }, () => test.http.post('/api/v1/users').send(body)),
      );
      expect(responses.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(422)]);
    });
  });

  describe('GET, PUT and DELETE /users/{id}', () => {
    it('reads, changes and softly deletes', async () => {
      const { id, username } = await createUser(test.dataSource);
      const read = await test.http.get(`/api/v1/users/${id}`);
      expect(read.body.username).toBe(username);

      const changed = await test.http
        .put(`/api/v1/users/${id}`)
        .send({ email: 'new@example.org', extra: 'ignored' });
      expect(changed.body).toMatchObject({ id, username, email: 'new@example.org' });

      const same = await test.http.put(`/api/v1/users/${id}`).send({});
      expect(same.body).toEqual(changed.body);

      for (let time = 0; time < 2; time += 1) {
        const deleted = await test.http.delete(`/api/v1/users/${id}`);
        expect(deleted.status).toBe(200);
        expect(deleted.body).toEqual({ success: true, message: `User ${id} deleted successfully` });
      }
      expect((await test.http.get(`/api/v1/users/${id}`)).body.is_active).toBe(false);
    });

    it('refuses a name somebody else has', async () => {
      const [first, second] = [await createUser(test.dataSource), await createUser(test.dataSource)];
      const response = await test.http.put(`/api/v1/users/${first.id}`).send({ username: second.username });
      expectError(response, 422, 'VALIDATION_ERROR');
    });

    it('switches accounts off and on', async () => {
      const { id } = await createUser(test.dataSource);
      const off = await test.http.put(`/api/v1/users/${id}/status`).send({ is_active: false });
      expect(off.body.is_active).toBe(false);
      const on = await test.http.put(`/api/v1/users/${id}/status`).send({ is_active: true });
      expect(on.body.is_active).toBe(true);
      expectError(await test.http.put(`/api/v1/users/${id}/status`).send({}), 422, 'VALIDATION_ERROR');
    });

    it.each([
      ['get', ''],
      ['put', ''],
      ['delete', ''],
      ['put', '/status'],
      ['put', '/preferences'],
      ['get', '/stats'],
      ['get', '/interactions'],
      ['get', '/recommendations'],
      ['get', '/generation-jobs'],
    ] as const)(
      'answers 404 to %s of an unknown account%s, 422 to a malformed id',
      async (method, suffix) => {
        const body = { is_active: true, preferences: {}, username: 'nobody' };
        const unknown = await test.http[method](`/api/v1/users/${nobody}${suffix}`).send(
          method === 'put' ? body : undefined,
        );
        expectError(unknown, 404, 'NOT_FOUND');
        expect(unknown.body.detail).toBe(`User with id ${nobody} not found`);
        const malformed = await test.http[method](`/api/v1/users/12${suffix}`).send(
          method === 'put' ? body : undefined,
        );
        expectError(malformed, 422, 'VALIDATION_ERROR');
      },
    );
  });
});
