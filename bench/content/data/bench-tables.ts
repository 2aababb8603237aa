import type { CopyValue } from '../../../src/database/copy-text.js';
import { detailsOf } from '../../../src/demo-data/item-details.js';
import { Random } from '../../../src/demo-data/random.js';
import { usersTable } from '../../../src/demo-data/users.generator.js';
import { type BenchTag, TagDraw } from './bench-tags.js';
import type { BenchWorld } from './bench-world.js';
import { WordCounts } from './word-counts.js';

type Row = readonly CopyValue[];

/** A table of the bench's data; rows are drawn one after the other, so that none has to stay in memory. */
export interface BenchTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly estimate: number;
  readonly rows: () => Iterable<Row>;
}

const tagsPerItem = { least: 1, most: 14 };
const ratingsPerUser = 10;
const favoritesPerUser = 3;
const privateShare = 0.1;

function* tagRows({ tags, now }: BenchWorld): Generator<Row> {
  for (const { id, key, name, slug } of tags) yield [id, key, name, slug, { slug }, now, now];
}

function* parentRows({ tags }: BenchWorld): Generator<Row> {
  for (const { id, parentIds } of tags) for (const parentId of parentIds) yield [id, parentId];
}

/** Tables of a world count its words in passing. */
function* contentRows(world: BenchWorld, counts: WordCounts): Generator<Row> {
  const { seed, users, catalogue, lexicon } = world;
  const [words, privacy] = [new Random(seed, 'words'), new Random(seed, 'privacy')];
  for (const item of catalogue.items()) {
    const { title, prompt, contentData, metadata } = detailsOf(seed, item);
    const names = Array.from({ length: words.integer(2, 4) }, () => lexicon.draw(words));
    const fullTitle = words.chance(0.3) ? `${title}, ${lexicon.draw(words)}`.slice(0, 255) : title;
    const fullPrompt = `${prompt} ${names.join(' ')}`;
    const createdAt = new Date(item.createdAt);
    counts.add(fullTitle, fullPrompt);
    yield [
      ...[item.id, fullTitle, item.medium, contentData, fullPrompt, metadata, users[item.creator]!.id],
      ...[Math.round(item.appeal * 100) / 100, privacy.chance(privateShare), item.isAuto ? 'auto' : 'items'],
      ...[createdAt, createdAt],
    ];
  }
}

function* contentTagRows({ seed, catalogue, tagsScale }: BenchWorld): Generator<Row> {
  const [random, privacy] = [new Random(seed, 'content tags'), new Random(seed, 'privacy')];
  const tagDraw = new TagDraw();
  for (const item of catalogue.items()) {
    const [source, createdAt] = [item.isAuto ? 'auto' : 'items', new Date(item.createdAt).toISOString()];
    const isPrivate = privacy.chance(privateShare);
    const count = random.integer(tagsPerItem.least, tagsPerItem.most) * tagsScale;
    for (const index of tagDraw.draw(random, count)) yield [createdAt, index + 1, item.id, source, isPrivate];
  }
}

/** For each user some tags, drawn by how common they are. */
function* tagsOfUsers(
  world: BenchWorld,
  purpose: string,
  count: number,
): Generator<[string, BenchTag, Random]> {
  const random = new Random(world.seed, purpose);
  const tagDraw = new TagDraw();
  for (const { id } of world.users) {
    for (const index of tagDraw.draw(random, random.integer(0, 2 * count)))
      yield [id, world.tags[index]!, random];
  }
}

function* ratingRows(world: BenchWorld): Generator<Row> {
  for (const [userId, tag, random] of tagsOfUsers(world, 'ratings', ratingsPerUser)) {
    const rating = Math.min(5, Math.max(1, Math.round(random.normal(3.6, 0.9) * 2) / 2));
    yield [userId, tag.id, rating, world.now, world.now];
  }
}

function* favoriteRows(world: BenchWorld): Generator<Row> {
  for (const [userId, tag] of tagsOfUsers(world, 'favorites', favoritesPerUser))
    yield [userId, tag.id, world.now];
}

const contentColumns = [
  ...['id', 'title', 'content_type', 'content_data', 'prompt', 'item_metadata', 'creator_id'],
  ...['quality_score', 'is_private', 'source_type', 'created_at', 'updated_at'],
];

/** Every table with its rows, those referred to before those that refer to them. */
export function tablesOf(world: BenchWorld): BenchTable[] {
  const [userCount, itemCount] = [world.users.length, world.catalogue.length];
  const counts = new WordCounts();
  const table = (
    name: string,
    columns: readonly string[],
    estimate: number,
    rows: () => Iterable<Row>,
  ): BenchTable => ({
    name,
    columns,
    estimate,
    rows,
  });
  const times = ['created_at', 'updated_at'];
  return [
    table('users', usersTable.columns, userCount, () => usersTable.rows(world)),
    table('tags', ['id', 'key', 'name', 'slug', 'tag_metadata', ...times], 1000, () => tagRows(world)),
    table('tag_parents', ['tag_id', 'parent_id'], 2000, () => parentRows(world)),
    table('tag_ratings', ['user_id', 'tag_id', 'rating', ...times], userCount * ratingsPerUser, () =>
      ratingRows(world),
    ),
    table('user_favorite_tags', ['user_id', 'tag_id', 'created_at'], userCount * favoritesPerUser, () =>
      favoriteRows(world),
    ),
    table('content_items', contentColumns, itemCount, () => contentRows(world, counts)),
    table(
      'content_tags',
      ['created_at', 'tag_key', 'content_id', 'source_type', 'is_private'],
      itemCount * ((tagsPerItem.least + tagsPerItem.most) / 2) * world.tagsScale,
      () => contentTagRows(world),
    ),
    table('bench.words', ['word', 'items'], 45_000, () => counts.rows()),
  ];
}
