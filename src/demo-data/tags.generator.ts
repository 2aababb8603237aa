import type { CopyValue } from '../database/copy-text.js';
import type { DemoTable } from './demo-table.js';
import { type DemoUser, drawTaste } from './demo-users.js';
import { Random } from './random.js';
import { type TagNode, tagNamed, tagNodes } from './tag-nodes.js';
import { topics } from './topics.js';
import type { World } from './world.js';
import { dayMs } from '../common/durations.js';

/** The tags are older than the first user. */
function createdAtOf({ now }: World): Date {
  return new Date(now.getTime() - 420 * dayMs);
}

function topicTags(topic: number): TagNode[] {
  const { tag, related } = topics[topic] as (typeof topics)[number];
  return [tag, ...related].map(tagNamed);
}

/** Tags near what a user likes, the nearest first, each once. */
function likedTags(user: DemoUser): TagNode[] {
  return [...new Set(user.tastes.flatMap((taste) => topicTags(taste.topic)))];
}

function* tagRows(world: World): Generator<CopyValue[]> {
  const at = createdAtOf(world);
  for (const { id, key, name, slug } of tagNodes) yield [id, key, name, slug, { slug }, at, at];
}

function* parentRows(): Generator<CopyValue[]> {
  for (const { id, parents } of tagNodes) for (const parent of parents) yield [id, parent.id];
}

function halfSteps(value: number): number {
  return Math.min(5, Math.max(1, Math.round(value * 2) / 2));
}

/** Users rate what they like high and what they stumbled upon lower. */
function* ratingRows({ seed, users, now }: World): Generator<CopyValue[]> {
  const random = new Random(seed, 'tag-ratings');
  for (const user of users) {
    const ratings = new Map<TagNode, number>();
    for (const tag of likedTags(user)) {
      if (random.chance(0.35)) ratings.set(tag, halfSteps(random.normal(4.3, 0.6)));
    }
    const other = tagNamed(topics[drawTaste(random).topic]?.tag ?? '');
    if (!ratings.has(other) && random.chance(0.6)) ratings.set(other, halfSteps(random.normal(2.8, 0.9)));
    for (const [tag, rating] of ratings) {
      const createdAt = new Date(user.createdAt + random.next() * (now.getTime() - user.createdAt));
      yield [user.id, tag.id, rating, createdAt, createdAt];
    }
  }
}

function* favoriteRows({ seed, users, now }: World): Generator<CopyValue[]> {
  const random = new Random(seed, 'favorite-tags');
  for (const user of users) {
    const wanted = Math.floor(random.next() * 4) + user.tastes.length - 1;
    const marks = likedTags(user)
      .slice(0, wanted)
      .map((tag) => ({ tag, at: user.createdAt + random.next() * (now.getTime() - user.createdAt) }))
      .sort((first, second) => first.at - second.at);
    for (const { tag, at } of marks) yield [user.id, tag.id, new Date(at)];
  }
}

export const tagsTable: DemoTable = {
  name: 'tags',
  columns: ['id', 'key', 'name', 'slug', 'tag_metadata', 'created_at', 'updated_at'],
  estimate: () => tagNodes.length,
  rows: tagRows,
};

export const tagParentsTable: DemoTable = {
  name: 'tag_parents',
  columns: ['tag_id', 'parent_id'],
  estimate: () => tagNodes.length,
  rows: parentRows,
};

export const tagRatingsTable: DemoTable = {
  name: 'tag_ratings',
  columns: ['user_id', 'tag_id', 'rating', 'created_at', 'updated_at'],
  estimate: (world) => world.users.length * 5,
  rows: ratingRows,
};

export const favoriteTagsTable: DemoTable = {
  name: 'user_favorite_tags',
  columns: ['user_id', 'tag_id', 'created_at'],
  estimate: (world) => world.users.length * 2,
  rows: favoriteRows,
};
