import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { hostileTexts } from './hostile-values.js';

describe('whatever can be stored is read back as it was sent', () => {
  let test: TestApp;
  let user: User;

  beforeAll(async () => {
    test = await createTestApp();
    user = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const storable = hostileTexts.filter((text) => text.length < 1000);

  it('in the title, data, prompt and metadata of content', async () => {
    for (const text of storable) {
      const metadata = {
        [text]: text,
        list: [text, { deep: { [`${text} key`]: text } }],
        constructor: text,
      };
      const created = await test.http.post('/api/v1/content').send({
        title: text,
        content_type: 'text',
        content_data: `${text}\n${text}`,
        creator_id: user.id,
        prompt: ` ${text} `,
        item_metadata: metadata,
      });
      if (text === '__proto__') {
        expectError(created, 422, 'VALIDATION_ERROR');
        continue;
      }
      expect(created.status).toBe(201);
      const read = await test.http.get(`/api/v1/content/${created.body.id}`);
      const expected = {
        title: text.trim(),
        content_data: `${text}\n${text}`,
        prompt: ` ${text} `,
        item_metadata: metadata,
      };
      expect(read.body).toMatchObject(expected);
      const changed = await test.http
        .put(`/api/v1/content/${created.body.id}`)
        .send({ title: `${text}!`, item_metadata: { a: text } });
      expect(changed.body).toMatchObject({ title: `${text}!`.trim(), item_metadata: { a: text } });
      const found = await test.http.post('/api/v1/content/search').send({ metadata_filter: { a: text } });
      expect(found.body.items.map(({ id }: { id: number }) => id)).toContain(created.body.id);
    }
  });

  it('in tags, which are found again by that name', async () => {
    const names = storable.map((text) => text.trim()).filter((text) => !/\p{Cc}/u.test(text) && text !== '');
    for (const tag of names) {
      const created = await test.http
        .post('/api/v1/content')
        .send({ title: 't', content_type: 'text', content_data: 'x', creator_id: user.id, tags: [tag] });
      expect([tag, created.status]).toEqual([tag, 201]);
      const [stored] = created.body.tags as string[];
      expect(stored!.toLowerCase().replace(/[\s-]+/g, '_')).toBe(tag.toLowerCase().replace(/[\s-]+/g, '_'));
      const found = await test.http.get('/api/v1/content/unified').query({ tag, page_size: 1000 });
      expect(found.body.items.map(({ id }: { id: number }) => id)).toContain(created.body.id);
    }
  });

  it('in preferences', async () => {
    for (const text of storable.filter((candidate) => candidate !== '__proto__')) {
      const preferences = { [text]: { [text]: [text] }, constructor: { prototype: text } };
      const response = await test.http.put(`/api/v1/users/${user.id}/preferences`).send({ preferences });
      expect(response.status).toBe(200);
      expect(response.body.preferences).toMatchObject(preferences);
    }
  });

  it('in numbers that a double can hold', async () => {
    const numbers = [0, -0.5, 1e308, 5e-324, Number.MAX_SAFE_INTEGER, 0.1 + 0.2, 1e21, -1e-7];
    const response = await test.http
      .put(`/api/v1/users/${user.id}/preferences`)
      .send({ preferences: { numbers } });
    expect(response.body.preferences.numbers).toEqual(numbers);
  });
});
