import type { Response } from 'supertest';
import type { User } from '../../../src/users/user.entity.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const rounds = 6;
const writersInRound = 24;

describe('writers of content at the same moment', () => {
  let test: TestApp;
  let creator: User;

  beforeAll(async () => {
    test = await createTestApp();
    creator = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const createItem = async (): Promise<number> =>
    (await createContent(test.dataSource, { creatorId: creator.id })).id;
  const put = (id: number, body: object, headers: Record<string, string> = {}) =>
    test.http.put(`/api/v1/content/${id}`).set(headers).send(body);
  const post = (tags: readonly string[], title: string) =>
    test.http
      .post('/api/v1/content')
      .send({ title, content_type: 'text', content_data: 'x', creator_id: creator.id, tags });

  /** New names, in an order of each writer's own. */
  const turned = (names: readonly string[], by: number): string[] => {
    const start = by % names.length;
    const order = [...names.slice(start), ...names.slice(0, start)].slice(0, 1 + (by % names.length));
    return by % 2 === 0 ? order : order.reverse();
  };

  it('wait for each other, with a condition or without, whatever new tags and words they bring', async () => {
    const ids = [await createItem(), await createItem(), await createItem()];
    for (let round = 0; round < rounds; round += 1) {
      const names = Array.from({ length: 8 }, (_unused, index) => `shared ${round} ${index}`);
      const write = async (_unused: unknown, index: number): Promise<Response> => {
        const body = {
          tags: turned(names, index),
          title: `word${round}x${index % 5} word${round}y${index % 3}`,
        };
        const id = ids[index % ids.length]!;
        if (index % 4 === 0) return post(body.tags, body.title);
        return put(id, body, index % 2 === 0 ? { 'If-Match': '*' } : {});
      };
      const responses = await Promise.all(Array.from({ length: writersInRound }, write));
      expect(responses.filter(({ status }) => status >= 300).map(({ body }) => body as unknown)).toEqual([]);
    }
  });

  it('are each answered what they wrote, under the tag of that', async () => {
    const id = await createItem();
    const titles = Array.from({ length: 20 }, (_unused, index) => `title ${index}`);
    const responses = await Promise.all(
      titles.map((title, index) => put(id, { title, tags: [`tag ${index}`] })),
    );
    expect(responses.map(({ body }) => body.title as string)).toEqual(titles);
    expect(responses.map(({ body }) => body.tags as string[])).toEqual(
      titles.map((_title, index) => [`tag ${index}`]),
    );
    expect(new Set(responses.map(({ headers }) => headers.etag)).size).toBe(titles.length);

    const scores = titles.map((_title, index) => index / 20);
    const judged = await Promise.all(
      scores.map((score) => test.http.put(`/api/v1/content/${id}/quality`).send({ quality_score: score })),
    );
    expect(judged.map(({ body }) => body.quality_score as number)).toEqual(scores);
  });
});
