import type { CopyValue } from '../database/copy-text.js';
import type { DemoTable } from './demo-table.js';
import type { DemoUser } from './demo-users.js';
import { Random } from './random.js';
import { topics } from './topics.js';
import type { World } from './world.js';

function preferencesOf(user: DemoUser, random: Random): Record<string, unknown> {
  return {
    favorite_genres: user.tastes.map((taste) => topics[taste.topic]?.tag.toLowerCase()),
    content_types: [...new Set(user.tastes.map((taste) => taste.medium))],
    settings: {
      theme: random.pick(['light', 'dark', 'system']),
      language: random.pick(['en', 'en', 'en', 'de', 'fr', 'ja', 'es', 'pt', 'uk', 'sv']),
      items_per_page: random.pick([10, 20, 50]),
      notifications: random.chance(0.6),
    },
  };
}

function* userRows({ seed, users, now }: World): Generator<CopyValue[]> {
  const random = new Random(seed, 'preferences');
  for (const user of users) {
    const updatedAt = user.createdAt + random.next() ** 3 * (now.getTime() - user.createdAt);
    yield [
      user.id,
      user.username,
      user.email,
      preferencesOf(user, random),
      user.isActive,
      new Date(user.createdAt),
      new Date(updatedAt),
    ];
  }
}

export const usersTable: DemoTable = {
  name: 'users',
  columns: ['id', 'username', 'email', 'preferences', 'is_active', 'created_at', 'updated_at'],
  estimate: (world) => world.users.length,
  rows: userRows,
};
