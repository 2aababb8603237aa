import type { ContentItem } from '../../../src/content/content-item.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe.each([true, false])('private content, hidden from others: %s', (isHidden) => {
  let test: TestApp;
  let owner: User;
  let other: User;
  let item: ContentItem;

  beforeAll(async () => {
    test = await createTestApp({ 'content.hide-others-private': isHidden });
    [owner, other] = [await createUser(test.dataSource), await createUser(test.dataSource)];
    item = await createContent(test.dataSource, { creatorId: owner.id, isPrivate: true });
  });
  afterAll(() => test.close());

  const recommendTo = (user: User) =>
    test.http.post('/api/v1/recommendations').send({
      user_id: user.id,
      content_item_id: item.id,
      recommendation_score: 0.5,
      algorithm_version: 'editor',
    });
  const listFor = (user: User) =>
    test.http.get(`/api/v1/recommendations/content/${item.id}/recommendations`).set('X-User-ID', user.id);

  it('is there for its creator', async () => {
    expect((await recommendTo(owner)).status).toBe(201);
    expect((await listFor(owner)).body.items[0]).toMatchObject({ user_id: owner.id });
  });

  it(`is ${isHidden ? 'not ' : ''}there for others`, async () => {
    const answers = [await recommendTo(other), await listFor(other)];
    if (!isHidden) expect(answers.map(({ status }) => status)).toEqual([201, 200]);
    else for (const answer of answers) expectError(answer, 404, 'NOT_FOUND');
  });

  it(`is a filter of lists for its creator, and for others ${isHidden ? 'one nothing passes' : 'too'}`, async () => {
    await recommendTo(owner);
    const list = (user: User) =>
      test.http.get(`/api/v1/recommendations?content_item_id=${item.id}`).set('X-User-ID', user.id);
    expect((await list(owner)).body.total).toBeGreaterThan(0);
    const ofOther = await list(other);
    if (!isHidden) expect(ofOther.body.total).toBeGreaterThan(0);
    else expect(ofOther.body).toMatchObject({ items: [], total: 0 });
  });
});
