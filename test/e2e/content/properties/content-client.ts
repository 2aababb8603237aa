import type TestAgent from 'supertest/lib/agent.js';
import type { PaginationDto } from '../../../../src/common/http/page-of.dto.js';
import type { ContentDto } from '../../../../src/content/content.dto.js';
import type { UnifiedStatsDto } from '../../../../src/content/unified-content.dto.js';
import type { ContentModel } from './content-model.js';
import type { Question } from './questions.js';

export interface ListBody {
  items: ContentDto[];
  pagination: PaginationDto;
  stats?: UnifiedStatsDto;
  total?: number;
}

/** Page or skip parameters of a request, and what they come to. */
export interface Window {
  params: Record<string, unknown>;
  page: number;
  size: number;
  skip: number;
}

export function numbered(page: number, size: number): Window {
  return { params: { page, page_size: size }, page, size, skip: (page - 1) * size };
}

export function skipping(skip: number, size: number): Window {
  return { params: { skip, limit: size }, page: Math.floor(skip / size) + 1, size, skip };
}

/** Asks the API for lists as a browser would: what it has seen is validated by its ETag and taken from there. */
export class ContentClient {
  private readonly seen = new Map<string, { etag: string; body: ListBody }>();

  constructor(private readonly http: TestAgent) {}

  async ask(question: Question, params: Record<string, unknown>): Promise<ListBody> {
    const { method, path } = question;
    const all = { ...question.params, ...params };
    const key = JSON.stringify([path, question.headers, all]);
    const known = method === 'get' ? this.seen.get(key) : undefined;
    const request = this.http[method](path).set(question.headers);
    if (known) void request.set('If-None-Match', known.etag);
    const response = await (method === 'get' ? request.query(all) : request.send(all));
    if (known && response.status === 304) return known.body;
    if (response.status !== 200) throw new Error(`${response.status} to ${key}: ${response.text}`);
    const body = response.body as ListBody;
    if (response.headers.etag) this.seen.set(key, { etag: response.headers.etag, body });
    return body;
  }

  /** Asks for a page and holds every part of the answer against the model. */
  async expectPage(question: Question, model: ContentModel, window: Window): Promise<ListBody> {
    const rows = model.select(question);
    const { page, size, skip } = window;
    const body = await this.ask(question, window.params);
    const { next_cursor, prev_cursor, ...pagination } = body.pagination;
    const items = rows.slice(skip, skip + size);
    expect({ ids: body.items.map(({ id }) => id), pagination }).toEqual({
      ids: items.map(({ id }) => id),
      pagination: {
        page,
        page_size: size,
        total_count: rows.length,
        total_pages: Math.ceil(rows.length / size),
        has_next: skip + size < rows.length,
        has_previous: skip > 0 && rows.length > 0,
      },
    });
    expect(body.items).toEqual(items);
    expect([next_cursor !== null, prev_cursor !== null]).toEqual([
      skip + size < rows.length,
      skip > 0 && items.length > 0,
    ]);
    expectTotals(body, rows.length, skip + size < rows.length);
    return body;
  }

  /** A page past the end: refused, save where the list is lenient. */
  async expectRefusal(question: Question, { params }: Window): Promise<void> {
    await expect(this.ask(question, params)).rejects.toThrow(/^404 .*PAGE_OUT_OF_RANGE/);
  }

  async expectStats(model: ContentModel, userId: string | undefined): Promise<void> {
    const query = userId === undefined ? {} : { user_id: userId };
    const { body } = await this.http.get('/api/v1/content/stats/unified').query(query);
    expect(body).toEqual(model.stats(userId));
  }

  /** The page a cursor leads to, with a total as exact as any other. */
  async follow(question: Question, model: ContentModel, cursor: string, size: number): Promise<ListBody> {
    const body = await this.ask(question, { cursor, page_size: size });
    expectTotals(body, model.select(question).length, body.pagination.has_next);
    return body;
  }

  /** Walks a list that nobody changes from end to end and back again, page by page as the model has it. */
  async expectWalk(question: Question, model: ContentModel, size: number): Promise<void> {
    const rows = model.select(question);
    const pages = [await this.expectPage(question, model, numbered(1, size))];
    for (let next = pages[0]!.pagination.next_cursor; next; next = pages.at(-1)!.pagination.next_cursor) {
      pages.push(await this.follow(question, model, next, size));
    }
    expect(pages.flatMap(({ items }) => items)).toEqual(rows);

    const back: ContentDto[][] = [];
    for (let body = pages.at(-1)!; body.pagination.prev_cursor;) {
      body = await this.follow(question, model, body.pagination.prev_cursor, size);
      back.unshift(body.items);
    }
    expect(back).toEqual(pages.slice(0, -1).map(({ items }) => items));
  }
}

function expectTotals(body: ListBody, total: number, hasNext: boolean): void {
  expect(body.pagination.total_count).toBe(total);
  expect(body.pagination.has_next).toBe(hasNext);
  if ('total' in body) expect(body).toMatchObject({ total, has_more: hasNext });
}
