import type { CopyValue } from '../database/copy-text.js';
import type { DemoTable } from './demo-table.js';
import type { DemoUser } from './demo-users.js';
import { Random } from './random.js';
import type { World } from './world.js';
import { dayMs } from '../common/durations.js';

const recentDays = 21;
const algorithms = ['hybrid-v1', 'hybrid-v1', 'hybrid-v1', 'content-v1', 'popular-v1'];

function round(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
}

/** Newer items of a user's tastes, none of them their own, each once. */
function* candidatesOf(user: DemoUser, wanted: number, world: World, random: Random): Generator<number> {
  const seen = new Set<number>();
  for (let draw = 0; draw < wanted * 2 && seen.size < wanted; draw++) {
    const taste = random.pick(user.tastes);
    const existing = world.catalogue.publicRegularOf(taste.topic, world.now.getTime());
    const id = existing[Math.floor((1 - random.next() ** 2 * 0.5) * (existing.length - 1))];
    if (id === undefined || seen.has(id) || world.users[world.catalogue.item(id).creator] === user) continue;
    seen.add(id);
    yield id;
  }
}

function* recommendationRows(world: World): Generator<CopyValue[]> {
  const random = new Random(world.seed, 'recommendations');
  const now = world.now.getTime();
  for (const user of world.users) {
    if (!user.isActive) continue;
    for (const id of candidatesOf(user, random.integer(0, 24), world, random)) {
      const { createdAt: madeAt, appeal } = world.catalogue.item(id);
      const earliest = Math.max(madeAt, user.createdAt, now - recentDays * dayMs);
      const createdAt = earliest + random.next() * (now - earliest);
      const servedAt = random.chance(0.6) ? new Date(createdAt + random.next() * (now - createdAt)) : null;
      const components = { tag: round(random.normal(0.6, 0.15)), quality: round(appeal) };
      yield [
        user.id,
        id,
        round(components.tag * 0.6 + components.quality * 0.4),
        random.pick(algorithms),
        servedAt !== null,
        servedAt,
        { generated_by: 'demo-data', components },
        new Date(createdAt),
      ];
    }
  }
}

export const recommendationsTable: DemoTable = {
  name: 'recommendations',
  columns: [
    'user_id',
    'content_item_id',
    'recommendation_score',
    'algorithm_version',
    'is_served',
    'served_at',
    'rec_metadata',
    'created_at',
  ],
  estimate: (world) => world.users.length * 11,
  rows: recommendationRows,
};
