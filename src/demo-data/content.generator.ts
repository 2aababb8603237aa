import type { CatalogueItem } from './catalogue.js';
import type { CopyValue } from '../database/copy-text.js';
import type { DemoTable } from './demo-table.js';
import { detailsOf } from './item-details.js';
import { Random } from './random.js';
import { type TagNode, tagNamed } from './tag-nodes.js';
import { topics } from './topics.js';
import { moods, styles } from './vocabulary.js';
import { Weights, zipf } from './weights.js';
import type { World } from './world.js';

const maxTags = 6;

function sourceOf(item: CatalogueItem): string {
  return item.isAuto ? 'auto' : 'items';
}

/** A quarter of the regular items were edited once; generated ones are left as they came. */
function updatedAt(item: CatalogueItem, now: Date, random: Random): Date {
  const wasEdited = !item.isAuto && random.chance(0.25);
  return new Date(item.createdAt + (wasEdited ? random.next() ** 2 * (now.getTime() - item.createdAt) : 0));
}

function* contentRows({ seed, users, catalogue, now }: World): Generator<CopyValue[]> {
  const random = new Random(seed, 'edits');
  for (const item of catalogue.items()) {
    const { title, prompt, contentData, metadata } = detailsOf(seed, item);
    yield [
      item.id,
      title,
      item.medium,
      contentData,
      prompt,
      metadata,
      users[item.creator]?.id ?? null,
      Math.round(item.appeal * 100) / 100,
      item.isPrivate,
      sourceOf(item),
      new Date(item.createdAt),
      updatedAt(item, now, random),
    ];
  }
}

const relatedWeights = topics.map((topic) => new Weights(zipf(topic.related.length)));

/** One to six tags, the topic's own nearly always among them. */
export function drawTags(item: CatalogueItem, random: Random): TagNode[] {
  const topic = topics[item.topic] as (typeof topics)[number];
  const related = relatedWeights[item.topic] as Weights;
  const names = new Set<string>();
  if (random.chance(0.95)) names.add(topic.tag);
  if (random.chance(0.6)) names.add(styles[item.medium][item.style]?.tag ?? '');
  if (random.chance(0.4)) names.add(moods[item.mood]?.tag ?? '');
  for (let extra = random.integer(0, 4); extra > 0 || names.size === 0; extra--) {
    names.add(topic.related[related.draw(random)] as string);
  }
  return [...names].slice(0, maxTags).map(tagNamed);
}

function* contentTagRows({ seed, catalogue }: World): Generator<CopyValue[]> {
  const random = new Random(seed, 'content-tags');
  for (const item of catalogue.items()) {
    const createdAt = new Date(item.createdAt);
    const keys = drawTags(item, random).map((tag) => tag.key);
    for (const key of keys) yield [createdAt, key, item.id, sourceOf(item), item.isPrivate];
  }
}

export const contentTable: DemoTable = {
  name: 'content_items',
  columns: [
    'id',
    'title',
    'content_type',
    'content_data',
    'prompt',
    'item_metadata',
    'creator_id',
    'quality_score',
    'is_private',
    'source_type',
    'created_at',
    'updated_at',
  ],
  estimate: (world) => world.catalogue.length,
  rows: contentRows,
};

export const contentTagsTable: DemoTable = {
  name: 'content_tags',
  columns: ['created_at', 'tag_key', 'content_id', 'source_type', 'is_private'],
  estimate: (world) => world.catalogue.length * 3.3,
  rows: contentTagRows,
};
