import { tagIdOf } from '../../../src/tags/tag-name.js';
import type { User } from '../../../src/users/user.entity.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('GET /content/unified, narrowed', () => {
  let test: TestApp;
  let creator: User;

  beforeAll(async () => {
    test = await createTestApp();
    creator = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const titles = async (query: object | string): Promise<string[]> => {
    const { status, body } = await test.http
      .get('/api/v1/content/unified')
      .query(query)
      .query({ page_size: 100 });
    expect(status).toBe(200);
    expect(body.pagination.total_count).toBe(body.items.length);
    return (body.items as { title: string }[]).map(({ title }) => title).sort();
  };

  describe('by search term', () => {
    const stored = [
      { title: 'Lighthouse at dusk', prompt: 'oil on canvas' },
      { title: 'Dusk over the harbour', prompt: 'a lighthouse far away' },
      { title: '100% wool', prompt: 'knitted' },
      { title: '1000 wools', prompt: 'knitted' },
      { title: 'file_name', prompt: 'x' },
      { title: 'fileXname', prompt: 'x' },
      { title: String.raw`c:\temp`, prompt: 'x' },
      { title: 'She said "hello there"', prompt: 'x' },
      { title: 'École ÉLÉMENTAIRE', prompt: 'Straße' },
      { title: "Robert'); DROP TABLE users;--", prompt: '$1 ${x}' },
    ];
    beforeAll(async () => {
      for (const [index, texts] of stored.entries()) {
        await createContent(test.dataSource, {
          creatorId: creator.id,
          sourceType: index % 2 === 0 ? 'items' : 'auto',
          ...texts,
        });
      }
    });

    it.each([
      ['lighthouse', ['Dusk over the harbour', 'Lighthouse at dusk']],
      ['LIGHT dusk', ['Dusk over the harbour', 'Lighthouse at dusk']],
      ['"lighthouse at"', ['Lighthouse at dusk']],
      ['"at lighthouse"', []],
      ['dusk "far away"', ['Dusk over the harbour']],
      ['canvas harbour', []],
      ['"dusk oil"', []],
      ['100%', ['100% wool']],
      ['%', ['100% wool']],
      ['e_n', ['file_name']],
      ['\\', [String.raw`c:\temp`]],
      [String.raw`"said \"hello"`, ['She said "hello there"']],
      ['école élémentaire', ['École ÉLÉMENTAIRE']],
      ['STRASSE', []],
      ["'); drop", ["Robert'); DROP TABLE users;--"]],
      ['$1 ${x}', ["Robert'); DROP TABLE users;--"]],
      ['\u001f', stored.map(({ title }) => title).sort()],
      ['  ', stored.map(({ title }) => title).sort()],
      ['""', stored.map(({ title }) => title).sort()],
    ])('%j finds %j', async (term, found) => {
      expect(await titles({ search_term: term })).toEqual(found);
    });
  });

  describe('by tags', () => {
    const twenty = Array.from({ length: 20 }, (_unused, index) => `tag ${index}`);

    beforeAll(async () => {
      await test.dataSource.query('DELETE FROM content_items');
      const make = (title: string, tags: string[], sourceType: 'items' | 'auto' = 'items') =>
        createContent(test.dataSource, { creatorId: creator.id, title, tags, sourceType });
      await make('red', ['Red']);
      await make('red blue', ['Red', 'Deep Blue'], 'auto');
      await make('blue', ['Deep Blue']);
      await make('plain', []);
      await make('twenty', twenty);
      await make('nineteen', twenty.slice(1), 'auto');
    });

    it.each([
      ['tag=Red', ['red', 'red blue']],
      ['tag=red', ['red', 'red blue']],
      ['tag=deep_blue', ['blue', 'red blue']],
      [`tag=${tagIdOf('deep_blue')}`, ['blue', 'red blue']],
      ['tag=Red&tag=Deep Blue', ['blue', 'red', 'red blue']],
      ['tag=Red&tag_names=Deep Blue', ['blue', 'red', 'red blue']],
      ['tag=Red&tag=Deep Blue&tag_match=all', ['red blue']],
      ['tag[]=Red&tag[]=Deep Blue&tag_match=ALL', ['red blue']],
      [`tag=Red&tag=RED&tag=${tagIdOf('red')}&tag_match=all`, ['red', 'red blue']],
      ['tag=Red&tag=unknown', ['red', 'red blue']],
      ['tag=Red&tag=unknown&tag_match=all', []],
      ['tag=unknown', []],
      ['tag=unknown&tag_names=121e194b-4caa-4b81-ad4f-86ca3919d5b9', []],
      ['tag=', ['blue', 'nineteen', 'plain', 'red', 'red blue', 'twenty']],
      ['tag=&tag=Red', ['red', 'red blue']],
      ['tag=%', []],
      ["tag=' OR 1=1 --", []],
      ['tag=Red&content_source_types=community-auto', ['red blue']],
      ['tag=Red&search_term=blue', ['red blue']],
    ])('%s finds %j', async (query, found) => {
      expect(await titles(query)).toEqual(found);
    });

    it('takes twenty tags, any or all of them', async () => {
      expect(await titles({ tag: twenty })).toEqual(['nineteen', 'twenty']);
      expect(await titles({ tag: twenty, tag_match: 'all' })).toEqual(['twenty']);
      expect(await titles({ tag: twenty, tag_names: twenty, tag_match: 'all' })).toEqual(['twenty']);
    });
  });
});
