import { createHash } from 'node:crypto';
import { type CopyValue, toCopyLine } from '../database/copy-text.js';
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

const tables = new Map(
  demoTables.map(({ name, columns, rows }) => [
    name,
    Array.from(rows(world), (row): Row =>
      Object.fromEntries(columns.map((column, index) => [column, row[index]!])),
    ),
  ]),
);

function rowsOf(name: string): Row[] {
  return tables.get(name)!;
}

/** Epoch milliseconds of a column that must hold an instant. */
function time(value: CopyValue | undefined): number {
  if (value instanceof Date) return value.getTime();
  throw new Error('not an instant');
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

  it('has about as many rows as the progress bar expects', () => {
    const total = [...tables.values()].reduce((sum, rows) => sum + rows.length, 0);
    const expected = demoTables.reduce((sum, { estimate }) => sum + estimate(world), 0);

    expect(total / expected).toBeGreaterThan(0.9);
    expect(total / expected).toBeLessThan(1.1);
  });

  it.each(demoTables)(
    'tells nothing of the future in $name, and changes nothing before it exists',
    ({ name }) => {
      const early = rowsOf(name).filter(
        (row) => row.updated_at && time(row.updated_at) < time(row.created_at),
      );
      const late = rowsOf(name).filter((row) =>
        Object.values(row).some((value) => value instanceof Date && value > now),
      );

      expect([early, late]).toEqual([[], []]);
    },
  );
});

describe('the content', () => {
  const all = [...items.values()];

  it('is half regular and half generated, some of it private', () => {
    expect(all.filter((item) => item.source_type === 'auto')).toHaveLength(all.length / 2);
    expect(all.filter((item) => item.is_private).length / all.length).toBeCloseTo(0.08, 1);
  });

  it('is made by users who had joined', () => {
    const orphans = all.filter(
      (item) => time(item.created_at) < time(users.get(item.creator_id)?.created_at),
    );

    expect(orphans).toEqual([]);
  });

  it('carries one to six tags an item, whose use falls steeply with their rank', () => {
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

  it('is rich for the demo user, in every respect', () => {
    const own = all.filter((item) => item.creator_id === demoUserId);
    const others = [
      'user_interactions',
      'generation_jobs',
      'user_favorite_tags',
      'recommendations',
      'tag_ratings',
    ];

    expect(new Set(own.map((item) => item.source_type))).toEqual(new Set(['items', 'auto']));
    expect(others.filter((name) => !rowsOf(name).some((row) => row.user_id === demoUserId))).toEqual([]);
  });
});

describe('the interactions', () => {
  const interactions = rowsOf('user_interactions');

  it('follow the creation of their user and of their public regular item', () => {
    const impossible = interactions.filter(({ user_id, content_item_id, created_at }) => {
      const item = items.get(content_item_id)!;
      const isFollowing = [item, users.get(user_id)!].every(
        (one) => time(created_at) >= time(one.created_at),
      );
      return item.source_type !== 'items' || item.is_private || !isFollowing;
    });

    expect(impossible).toEqual([]);
  });

  it('are of all seven types, with durations on views and ratings on rates', () => {
    const odd = interactions.filter(
      ({ interaction_type, rating, duration }) =>
        (duration !== null) !== (interaction_type === 'view') ||
        (rating === null && interaction_type === 'rate'),
    );

    expect(new Set(interactions.map((row) => row.interaction_type)).size).toBe(7);
    expect(new Set(interactions.map((row) => row.rating))).toEqual(new Set([null, 1, 2, 3, 4, 5]));
    expect(odd).toEqual([]);
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
  const jobs = rowsOf('generation_jobs');

  it('are in every state, with the members that belong to it', () => {
    const odd = jobs.filter(
      ({ status, completed_at, content_id, error_message }) =>
        (completed_at !== null) !== ['completed', 'failed', 'cancelled'].includes(status as string) ||
        (content_id !== null) !== (status === 'completed') ||
        (error_message !== null) !== (status === 'failed'),
    );

    expect(new Set(jobs.map((job) => job.status)).size).toBe(5);
    expect(odd).toEqual([]);
  });

  it('start after they were asked for and end after they started', () => {
    const odd = jobs.filter(({ created_at, started_at, completed_at }) => {
      const times = [created_at, started_at, completed_at].filter((value) => value instanceof Date).map(time);
      return times.some((instant, index) => index > 0 && instant < times[index - 1]!);
    });

    expect(odd).toEqual([]);
  });

  it('made the item they name, from its prompt, when it was made', () => {
    const odd = jobs.filter(({ content_id, prompt, completed_at, user_id }) => {
      if (content_id === null) return false;
      const item = items.get(content_id)!;
      const isMadeThen = time(completed_at) === time(item.created_at);
      return (
        item.source_type !== 'items' || item.prompt !== prompt || item.creator_id !== user_id || !isMadeThen
      );
    });

    expect(odd).toEqual([]);
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
    expect(hours.filter((row) => time(row.timestamp) % 3_600_000 !== 0)).toEqual([]);
  });

  it('add up, and their percentiles are in order', () => {
    const odd = hours.filter((row) => {
      const figures = row as unknown as Record<string, number>;
      const parts = figures.successful_requests! + figures.client_errors! + figures.server_errors!;
      const sketched = (row.duration_sketch as number[]).filter((_, index) => index % 2 === 1);
      const percentiles = [figures.p50_duration_ms!, figures.p95_duration_ms!, figures.p99_duration_ms!];
      return (
        parts !== figures.total_requests ||
        sketched.reduce((sum, count) => sum + count, 0) !== parts ||
        figures.unique_users! > parts ||
        percentiles.some((value, index) => index > 0 && value < percentiles[index - 1]!)
      );
    });

    expect(odd).toEqual([]);
  });
});
