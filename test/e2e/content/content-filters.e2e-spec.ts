import { tagIdOf } from '../../../src/tags/tag-name.js';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const unknownTag = '00000000-0000-4000-8000-000000000000';

describe('what existing front ends send to lists of content', () => {
  let test: TestApp;
  const ids: Record<string, number> = {};

  beforeAll(async () => {
    test = await createTestApp();
    const { id: creatorId } = await createUser(test.dataSource);
    const rows: [title: string, tags: string[], quality: number][] = [
      ['first harbour', ['Oil Painting', 'dusk'], 0.9],
      ['second harbour', ['Oil Painting'], 0.1],
      ['third lake', ['dusk'], 0.5],
      ['fourth lake', [], 0.5],
    ];
    for (const [index, [title, tags, qualityScore]] of rows.entries()) {
      const createdAt = new Date(Date.UTC(2026, 0, 1 + index));
      const item = await createContent(test.dataSource, { creatorId, title, tags, qualityScore, createdAt });
      ids[title.split(' ')[0]!] = item.id;
    }
  });
  afterAll(() => test.close());

  const names = async (query: string, list = 'content'): Promise<string[]> => {
    const { status, body } = await test.http.get(`/api/v1/${list}?${query}`);
    expect(status).toBe(200);
    expect(body.total).toBe(body.items.length);
    return body.items.map(({ title }: { title: string }) => title.split(' ')[0]);
  };

  it('search is another name of search_term, which wins', async () => {
    expect(await names('search=HARBOUR')).toEqual(['second', 'first']);
    expect(await names('search="first harbour"')).toEqual(['first']);
    expect(await names('search=%20')).toHaveLength(4);
    expect(await names('search=lake&search_term=harbour')).toEqual(['second', 'first']);
  });

  it('sort names an order', async () => {
    expect(await names('sort=recent')).toEqual(['fourth', 'third', 'second', 'first']);
    expect(await names('sort=top-rated')).toEqual(['first', 'fourth', 'third', 'second']);
    expect(await names('sort=recent&sort_order=asc')).toEqual(['first', 'second', 'third', 'fourth']);
    expect(await names('sort=top-rated&sort_field=title&sort_order=asc')).toEqual([
      'first',
      'fourth',
      'second',
      'third',
    ]);
  });

  it.each(['popular', 'Recent', ''])('refuses to sort by %j', async (sort) => {
    const response = await test.http.get('/api/v1/content').query({ sort });
    expectError(response, 422, 'INVALID_SORT_FIELD');
    expect(response.body.detail).toBe('sort must be one of recent, top-rated');
  });

  it('a cursor of a named order walks on, with the name repeated or not, and refuses another', async () => {
    const first = await test.http.get('/api/v1/content?sort=top-rated&limit=2');
    const { next_cursor: cursor } = first.body.pagination;
    for (const sort of [{}, { sort: 'top-rated' }]) {
      const { body } = await test.http.get('/api/v1/content').query({ limit: 2, cursor, ...sort });
      expect(body.items.map(({ id }: { id: number }) => id)).toEqual([ids.third, ids.second]);
    }
    const other = await test.http.get('/api/v1/content').query({ cursor, sort: 'recent' });
    expectError(other, 400, 'INVALID_CURSOR');
  });

  describe.each(['content', 'content/enhanced'])('on /%s', (list) => {
    it('tag finds by name in any case, slug or id', async () => {
      const oil = ['Oil Painting', 'oil painting', 'oil_painting', tagIdOf('oil_painting')];
      for (const tag of oil) {
        expect(await names(`tag=${encodeURIComponent(tag)}`, list)).toEqual(['second', 'first']);
      }
      expect(await names('tag[]=dusk', list)).toEqual(['third', 'first']);
    });

    it('any of several tags is enough unless tag_match=all', async () => {
      const both = 'tag=dusk&tag=oil_painting';
      expect(await names(both, list)).toEqual(['third', 'second', 'first']);
      expect(await names(`${both}&tag_match=any`, list)).toEqual(['third', 'second', 'first']);
      expect(await names(`${both}&tag_match=ALL`, list)).toEqual(['first']);
    });

    it('unknown tags match nothing: any passes over them, all cannot be met', async () => {
      for (const unknown of ['nowhere', unknownTag]) {
        expect(await names(`tag=${unknown}`, list)).toEqual([]);
        expect(await names(`tag=${unknown}&tag=dusk`, list)).toEqual(['third', 'first']);
        expect(await names(`tag=${unknown}&tag=dusk&tag_match=all`, list)).toEqual([]);
      }
      expect(await names('tag=', list)).toHaveLength(4);
    });

    it('tags narrow what the other filters let pass', async () => {
      expect(await names('tag=dusk&search_term=harbour&min_quality_score=0.5', list)).toEqual(['first']);
    });

    it.each([
      ['tag_match=some', 'tag_match'],
      [`tag=${'x'.repeat(101)}`, 'tag'],
      [Array.from({ length: 101 }, (_unused, index) => `tag=${index}`).join('&'), 'tag'],
    ])('refuses %.40s', async (query, field) => {
      const response = await test.http.get(`/api/v1/${list}?${query}`);
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.errors[0].field).toBe(field);
    });
  });

  it('POST /content/search finds nothing by an id no tag has', async () => {
    const search = async (body: object): Promise<number> =>
      (await test.http.post('/api/v1/content/search').send(body)).body.total as number;
    expect(await search({ tags: [unknownTag] })).toBe(0);
    expect(await search({ tags: [unknownTag, 'dusk'] })).toBe(0);
    expect(await search({ tags: [unknownTag, 'dusk'], tag_match: 'any' })).toBe(2);
    expect(await search({ creator_id: unknownTag })).toBe(0);
  });
});
