import type { Random } from '../../../src/demo-data/random.js';

/** Items of every page the bench asks for. */
export const pageSize = 10;

export type QueryParameters = Readonly<Record<string, string | number | readonly string[]>>;

export function apiPath(resource: string, parameters: QueryParameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  return `/api/v1/${resource}${query.size > 0 ? `?${query.toString()}` : ''}`;
}

/** A page of the unified list. */
export function unifiedPath(parameters: QueryParameters = {}): string {
  return apiPath('content/unified', { page_size: pageSize, ...parameters });
}

/** Different ones of a list. */
export function pickSome<T>(random: Random, list: readonly T[], count: number): T[] {
  const picked = new Set<T>();
  while (picked.size < Math.min(count, list.length)) picked.add(random.pick(list));
  return [...picked];
}

async function fetchJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`unexpected answer to ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

interface Page {
  readonly pagination: { readonly next_cursor: string | null; readonly total_count: number };
}

/** The cursor at the end of a page, by which the page after it is asked for. */
export async function cursorAfter(origin: string, path: string): Promise<string> {
  const { pagination } = await fetchJson<Page>(origin + path);
  if (pagination.next_cursor === null) throw new Error(`nothing comes after ${path}`);
  return pagination.next_cursor;
}

export async function countPages(origin: string, filter: QueryParameters): Promise<number> {
  const { pagination } = await fetchJson<Page>(origin + unifiedPath(filter));
  return Math.ceil(pagination.total_count / pageSize);
}
