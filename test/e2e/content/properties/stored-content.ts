import fc from 'fast-check';
import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { runSql } from '../../../../src/database/run-sql.js';
import { contentTypes, type SourceType, sourceTypes } from '../../../../src/content/content-kind.js';
import { createContents } from '../../../support/factories/content.factory.js';
import { createTag } from '../../../support/factories/tag.factory.js';
import { createUser } from '../../../support/factories/user.factory.js';
import { ContentModel } from './content-model.js';
import { popular, type World } from './facets.js';
import { TagBook } from './tag-book.js';
import { prompts, texts } from './texts.js';
import { dayMs } from '../../../../src/common/durations.js';

/** Content to be stored, its creator and tags by position in the world. */
export interface StoredRecipe {
  creator: number;
  source: SourceType;
  type: (typeof contentTypes)[number];
  title: string;
  prompt: string;
  quality: number;
  isPrivate: boolean;
  createdAt: Date;
  updatedAt: Date;
  metadata: Record<string, unknown>;
  tags: number[];
}

const threeDaysAgo = Date.now() - 3 * dayMs;

/** Few values each, so that ties are the rule. */
const instants = fc
  .constantFrom(threeDaysAgo, threeDaysAgo + 1, threeDaysAgo - 200 * dayMs)
  .map((time) => new Date(time));
export const qualities = fc.constantFrom(0, 0.1 + 0.2, 0.3, 0.5, 1 / 3, 1);
export const metadata = fc.record(
  { size: fc.nat(2), kind: fc.constantFrom('x', 'y', 1) },
  { requiredKeys: [] },
);

export const stored: fc.Arbitrary<StoredRecipe> = fc.record({
  creator: fc.nat(1_000_000),
  source: fc.constantFrom(...sourceTypes),
  type: fc.constantFrom(...contentTypes),
  title: texts,
  prompt: prompts,
  quality: qualities,
  isPrivate: fc.boolean(),
  createdAt: instants,
  updatedAt: instants,
  metadata,
  tags: fc.uniqueArray(popular(12), { maxLength: 6, size: 'max' }),
});

/** Names with what tells spellings apart: letter case, spaces, hyphens, marks. */
const tellingTagNames = [
  ...['Red', 'Deep Blue', 'sci-fi', 'under_score', 'été', '50% off', 'a', 'Ночь', '灯台', "rock'n'roll"],
  ...['tag', 'tag two'],
];

/** A world whose rows are kept in a model. */
export interface ContentWorld extends World {
  model: ContentModel;
  creators: readonly string[];
}

/** Four creators, one user without content, nobody; and the tags. */
export async function createWorld(
  dataSource: DataSource,
  tagNames: readonly string[] = tellingTagNames,
): Promise<ContentWorld> {
  const users = await Promise.all(Array.from({ length: 5 }, () => createUser(dataSource)));
  for (const name of tagNames) await createTag(dataSource, { name });
  const ids = users.map(({ id }) => id);
  return {
    userIds: [...ids, '00000000-0000-4000-8000-000000000000'],
    creators: ids.slice(0, 4),
    tagNames,
    tags: new TagBook(tagNames),
    hidesOthersPrivate: false,
    model: new ContentModel(),
  };
}

/** Stores content past the API, as another process would, and answers it as the API shows it. */
export async function storeContent(
  dataSource: DataSource,
  world: Pick<ContentWorld, 'tagNames' | 'creators'>,
  recipes: readonly StoredRecipe[],
): Promise<ContentModel> {
  const items = await createContents(
    dataSource,
    recipes.map(({ creator, source, type, quality, metadata: itemMetadata, tags: _tags, ...rest }) => ({
      ...rest,
      creatorId: world.creators[creator % world.creators.length]!,
      sourceType: source,
      contentType: type,
      qualityScore: quality,
      itemMetadata,
    })),
  );
  const tagged = items.flatMap(({ id }, index) =>
    recipes[index]!.tags.map((tag) => ({ id, name: world.tagNames[tag % world.tagNames.length] })),
  );
  await runSql(
    dataSource,
    sql`
      INSERT INTO content_tags (tag_key, created_at, content_id, source_type, is_private)
      SELECT t.key, c.created_at, c.id, c.source_type, c.is_private
      FROM jsonb_to_recordset(${JSON.stringify(tagged)}::jsonb) AS pair (id int, name text)
      JOIN content_items c USING (id)
      JOIN tags t ON t.name = pair.name
      ON CONFLICT DO NOTHING`,
  );
  return ContentModel.load(
    dataSource,
    items.map(({ id }) => id),
  );
}
