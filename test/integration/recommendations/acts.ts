import type { DataSource } from 'typeorm';
import { User } from '../../../src/users/user.entity.js';
import { seededRandom } from '../../../src/recommendations/engine/random.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';

/** What users like, in the order they come to it; users and items are numbers from 0. */
export type Likes = readonly (readonly number[])[];

function shuffled(items: readonly number[], random: () => number): number[] {
  return items
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

/** Three tastes of 25 items each; every user likes 12 items of one of them, and 2 that are anybody's. */
export function tasteClusters(users = 60): Likes {
  const random = seededRandom(7);
  return range(0, users).map((user) => {
    const taste = user % 3;
    const own = shuffled(range(25 * taste, 25 * (taste + 1)), random).slice(0, 12);
    return shuffled([...own, ...shuffled(range(75, 80), random).slice(0, 2)], random);
  });
}

/**
 * What popularity is right about and similarity wrong: three tastes as above, but whoever is asked about the future then
 * likes one of the four items that are the most popular among people without any of these tastes.
 */
export function tastesThatMislead(): Likes {
  const random = seededRandom(7);
  const popular = range(45, 49);
  const some = (from: readonly number[], count: number): number[] => shuffled(from, random).slice(0, count);
  const tasteOf = (user: number): number[] => range(15 * (user % 3), 15 * ((user % 3) + 1));
  return [
    ...range(0, 100).map(() => some(popular, 4)),
    ...range(0, 100).map((user) => some(tasteOf(user), 4)),
    ...range(0, 30).map((user) => [...some(tasteOf(user), 4), ...some(popular, 1)]),
  ];
}

/** The ids of those who like, and of what they like, by number. */
export interface StoredActs {
  readonly userIds: readonly string[];
  readonly itemIds: readonly number[];
}

/** Stores likes of new users on new content, one a minute, in the order in which each user came to them. */
export async function storeLikes(dataSource: DataSource, likes: Likes): Promise<StoredActs> {
  const creator = await createUser(dataSource);
  const itemCount = 1 + Math.max(...likes.flat());
  const contents = await createContents(
    dataSource,
    range(0, itemCount).map((item) => ({ creatorId: creator.id, title: `Item ${item}` })),
  );
  const users = await dataSource.getRepository(User).save(
    likes.map((_, user) => ({
      username: `liker_${creator.username}_${user}`,
      email: `liker_${user}@${creator.username}.example`,
      preferences: {},
      isActive: true,
      createdAt: new Date(),
      updatedAt: new Date(),
    })),
  );
  const rows = likes.flatMap((items, user) =>
    items.map((item, step) => ({ user_id: users[user]!.id, item: contents[item]!.id, step })),
  );
  await dataSource.query(
    `INSERT INTO user_interactions (user_id, content_item_id, interaction_type, created_at)
     SELECT user_id, item, 'like', '2026-01-01T00:00:00Z'::timestamptz + step * interval '1 minute'
     FROM jsonb_to_recordset($1::jsonb) AS r(user_id uuid, item int, step int)`,
    [JSON.stringify(rows)],
  );
  return { userIds: users.map(({ id }) => id), itemIds: contents.map(({ id }) => id) };
}
