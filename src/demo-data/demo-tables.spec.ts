import { createHash } from 'node:crypto';
import type { CopyValue } from './copy-text.js';
import { toCopyLine } from './copy-text.js';
import type { DemoTable } from './demo-table.js';
import { demoTables } from './demo-tables.js';
import { demoUserId } from './demo-users.js';
import { createWorld, type World } from './world.js';

const now = new Date('2026-03-10T17:30:00.123Z');
const world = createWorld({ scale: 0.05, now });

function digest(of: World): string[] {
  return demoTables.map((table) => {
    const hash = createHash('sha256');
    for (const row of table.rows(of)) hash.update(toCopyLine(row));
    return `${table.name} ${hash.digest('hex')}`;
  });
}

type Row = Record<string, CopyValue>;

function rowsOf(name: string): Row[] {
  const table = demoTables.find((candidate) => candidate.name === name) as DemoTable;
  return [...table.rows(world)].map((row) => {
    expect(row).toHaveLength(table.columns.length);
    return Object.fromEntries(table.columns.map((column, index) => [column, row[index] as CopyValue]));
  });
}

function time(value: CopyValue | undefined): number {
  expect(value).toBeInstanceOf(Date);
  return (value as Date).getTime();
}

const users = new Map(rowsOf('users').map((row) => [row.id, row]));
const items = new Map(rowsOf('content_items').map((row) => [row.id, row]));

describe('the demo data', () => {
  it('is the same for the same seed, scale and instant, byte for byte', () => {
    expect(digest(createWorld({ scale: 0.01, now }))).toEqual(digest(createWorld({ scale: 0.01, now })));
  });

  it('differs with the seed', () => {
    const [first, second] = [1, 2].map((seed) => digest(createWorld({ scale: 0.01, now, seed })));

    expect(first).not.toEqual(second);
  });

  it('multiplies users, content and interactions by the scale', () => {
    expect([users.size, items.size, rowsOf('user_interactions').length]).toEqual([25, 2000, 10_000]);
  });

  it.each([0, -1, 101, Number.NaN])('refuses a scale of %p', (scale) => {
    expect(() => createWorld({ scale, now })).toThrow(RangeError);
  });

  it('never tells of the future, and nothing changes before it exists', () => {
    for (const { name } of demoTables) {
      for (const row of rowsOf(name)) {
        for (const value of Object.values(row)) {
          if (value instanceof Date) expect(value.getTime()).toBeLessThanOrEqual(now.getTime());
        }
        if (row.updated_at) expect(time(row.updated_at)).toBeGreaterThanOrEqual(time(row.created_at));
      }
    }
  });

  it('has as many regular as generated items, some of them private, by users who were there', () => {
    const all = [...items.values()];

    expect(all.filter((item) => item.source_type === 'auto')).toHaveLength(all.length / 2);
    expect(all.filter((item) => item.is_private).length / all.length).toBeCloseTo(0.08, 1);
    for (const item of all) {
      expect(time(item.created_at)).toBeGreaterThanOrEqual(time(users.get(item.creator_id!)!.created_at));
    }
  });

  it('gives the demo user items of both kinds, interactions, jobs and favourites', () => {
    const own = [...items.values()].filter((item) => item.creator_id === demoUserId);

    expect(new Set(own.map((item) => item.source_type))).toEqual(new Set(['items', 'auto']));
    for (const name of ['user_interactions', 'generation_jobs', 'user_favorite_tags', 'recommendations']) {
      expect(rowsOf(name).filter((row) => row.user_id === demoUserId).length).toBeGreaterThan(0);
    }
  });

  it('has one to six tags an item, their use falling as Zipf found', () => {
    const byItem = new Map<CopyValue, number>();
    const byTag = new Map<CopyValue, number>();
    for (const { content_id, tag_key } of rowsOf('content_tags')) {
      byItem.set(content_id!, (byItem.get(content_id!) ?? 0) + 1);
      byTag.set(tag_key!, (byTag.get(tag_key!) ?? 0) + 1);
    }
    const uses = [...byTag.values()].sort((first, second) => second - first);

    expect(byItem.size).toBe(items.size);
    expect(Math.max(...byItem.values())).toBeLessThanOrEqual(6);
    expect(uses[0]! / uses[Math.floor(uses.length / 2)]!).toBeGreaterThan(5);
    expect(uses[0]! / uses.at(-1)!).toBeGreaterThan(50);
  });
});

describe('the interactions', () => {
  const interactions = rowsOf('user_interactions');

  it('follow the creation of their user and of their public regular item', () => {
    for (const { user_id, content_item_id, created_at } of interactions) {
      const item = items.get(content_item_id!)!;

      expect(item.source_type).toBe('items');
      expect(item.is_private).toBe(false);
      expect(time(created_at)).toBeGreaterThanOrEqual(time(item.created_at));
      expect(time(created_at)).toBeGreaterThanOrEqual(time(users.get(user_id!)!.created_at));
    }
  });

  it('are of all seven types, ratings from 1 to 5, durations on views', () => {
    expect(new Set(interactions.map((row) => row.interaction_type)).size).toBe(7);
    for (const { interaction_type, rating, duration } of interactions) {
      expect(duration !== null).toBe(interaction_type === 'view');
      if (interaction_type === 'rate') expect(rating).not.toBeNull();
      if (rating !== null) expect([1, 2, 3, 4, 5]).toContain(rating);
    }
  });

  it('keep to the tastes of their users, which is what a recommender can find', () => {
    const tastes = new Map(
      world.users.map((user) => [user.id, new Set(user.tastes.map((taste) => taste.topic))]),
    );
    const inTaste = interactions.filter(({ user_id, content_item_id }) =>
      tastes.get(user_id as string)!.has(world.catalogue.item(content_item_id as number).topic),
    );

    expect(inTaste.length / interactions.length).toBeGreaterThan(0.75);
  });
});

describe('the generation jobs', () => {
  it('are in every state, with the times that belong to it', () => {
    const jobs = rowsOf('generation_jobs');

    expect(new Set(jobs.map((job) => job.status)).size).toBe(5);
    for (const { status, created_at, started_at, completed_at, content_id, error_message } of jobs) {
      const isOver = ['completed', 'failed', 'cancelled'].includes(status as string);
      expect(completed_at !== null).toBe(isOver);
      expect(content_id !== null).toBe(status === 'completed');
      expect(error_message !== null).toBe(status === 'failed');
      if (status !== 'pending' && status !== 'cancelled') expect(started_at).not.toBeNull();
      if (started_at) expect(time(started_at)).toBeGreaterThanOrEqual(time(created_at));
      if (started_at && completed_at) expect(time(completed_at)).toBeGreaterThanOrEqual(time(started_at));
    }
  });

  it('made the item they name, from its prompt, when it was made', () => {
    for (const { content_id, prompt, completed_at, user_id } of rowsOf('generation_jobs')) {
      if (content_id === null) continue;
      const item = items.get(content_id!)!;

      expect(item).toMatchObject({ source_type: 'auto', prompt, creator_id: user_id });
      expect(time(completed_at)).toBe(time(item.created_at));
    }
  });
});

describe('the route analytics', () => {
  const hours = rowsOf('route_analytics_hourly');

  it('cover 14 days of whole hours, each kind of request once an hour', () => {
    const keys = hours.map((row) =>
      JSON.stringify([row.timestamp, row.route, row.method, row.query_params_normalized]),
    );

    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(hours.map((row) => time(row.timestamp))).size).toBe(14 * 24);
    for (const row of hours) expect(time(row.timestamp) % 3_600_000).toBe(0);
  });

  it('add up, and their percentiles are in order', () => {
    for (const row of hours) {
      const figures = row as unknown as Record<string, number>;
      const parts = figures.successful_requests! + figures.client_errors! + figures.server_errors!;
      const sketched = (row.duration_sketch as number[]).filter((_, index) => index % 2 === 1);

      expect(parts).toBe(figures.total_requests);
      expect(figures.unique_users).toBeLessThanOrEqual(figures.total_requests!);
      expect(figures.p50_duration_ms).toBeLessThanOrEqual(figures.p95_duration_ms!);
      expect(figures.p95_duration_ms).toBeLessThanOrEqual(figures.p99_duration_ms!);
      expect(sketched.reduce((sum, count) => sum + count, 0)).toBe(figures.total_requests);
    }
  });
});
