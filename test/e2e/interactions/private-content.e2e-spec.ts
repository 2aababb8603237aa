import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe.each([true, false])('private content, with content.hide-others-private %s', (isHidden) => {
  let test: TestApp;
  let owner: User;
  let other: User;
  let contentId: number;

  beforeAll(async () => {
    test = await createTestApp({ 'content.hide-others-private': isHidden });
    [owner, other] = [await createUser(test.dataSource), await createUser(test.dataSource)];
    ({ id: contentId } = await createContent(test.dataSource, { creatorId: owner.id, isPrivate: true }));
  });
  afterAll(() => test.close());

  const act = ({ id }: User) => ({ user_id: id, content_item_id: contentId, interaction_type: 'view' });

  it(`takes interactions of its creator, and of others ${isHidden ? 'not' : 'too'}`, async () => {
    expect((await test.http.post('/api/v1/interactions').send(act(owner))).status).toBe(201);
    const ofOther = await test.http.post('/api/v1/interactions').send(act(other));
    const both = await test.http
      .post('/api/v1/interactions/bulk')
      .send({ interactions: [act(owner), act(other)] });
    if (!isHidden) {
      expect([ofOther.status, both.status]).toEqual([201, 201]);
      return;
    }
    expectError(ofOther, 422, 'VALIDATION_ERROR');
    expect(ofOther.body.detail).toBe('Content not found');
    expectError(both, 422, 'VALIDATION_ERROR');
    expect(both.body.detail).toBe('interactions[1]: Content not found');
  });

  it.each(['by-content/{id}', 'analytics/content/{id}', 'content/{id}/stats'])(
    `answers its creator under %s, and others ${isHidden ? 'not' : 'too'}`,
    async (path) => {
      const get = (user: User) =>
        test.http
          .get(`/api/v1/interactions/${path.replace('{id}', String(contentId))}`)
          .set('X-User-ID', user.id);
      expect((await get(owner)).status).toBe(200);
      expect((await get(other)).status).toBe(isHidden ? 404 : 200);
    },
  );

  it(`is a filter of lists for its creator, and for others ${isHidden ? 'one nothing passes' : 'too'}`, async () => {
    await test.http.post('/api/v1/interactions').send(act(owner));
    const list = (user: User) =>
      test.http.get(`/api/v1/interactions?content_item_id=${contentId}`).set('X-User-ID', user.id);
    expect((await list(owner)).body.total).toBeGreaterThan(0);
    const ofOther = await list(other);
    if (!isHidden) expect(ofOther.body.total).toBeGreaterThan(0);
    else expect(ofOther.body).toMatchObject({ items: [], total: 0 });
  });

  it(`shows the last act to its creator, and to others ${isHidden ? 'not' : 'too'}`, async () => {
    await test.http.post('/api/v1/interactions').send(act(owner));
    const latest = (user: User) =>
      test.http
        .get(`/api/v1/interactions/user/${owner.id}/content/${contentId}/view`)
        .set('X-User-ID', user.id);
    expect((await latest(owner)).status).toBe(200);
    const ofOther = await latest(other);
    if (isHidden) expectError(ofOther, 404, 'NOT_FOUND');
    else expect(ofOther.status).toBe(200);
  });
});
