import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { ContentItem } from '../../../src/content/content-item.entity.js';
import { runSql } from '../../../src/database/run-sql.js';
import { createTag } from './tag.factory.js';

/** Stores valid content of a creator; `tags` are names, made into tags where there are none. */
export async function createContent(
  dataSource: DataSource,
  overrides: Partial<ContentItem> & Pick<ContentItem, 'creatorId'> & { tags?: readonly string[] },
): Promise<ContentItem> {
  const [content] = await createContents(dataSource, [overrides]);
  for (const name of overrides.tags ?? []) await tagContent(dataSource, content!, name);
  return content!;
}

/** Stores many pieces of content at once. */
export async function createContents(
  dataSource: DataSource,
  all: readonly (Partial<ContentItem> & Pick<ContentItem, 'creatorId'>)[],
): Promise<ContentItem[]> {
  const now = new Date();
  const items = all.map((overrides) =>
    dataSource.manager.create(ContentItem, {
      title: 'Lighthouse at dusk',
      contentType: 'image',
      contentData: 'images/lighthouse.png',
      prompt: 'a lighthouse at dusk, oil on canvas',
      itemMetadata: {},
      qualityScore: 0.5,
      isPrivate: false,
      sourceType: 'items',
      createdAt: now,
      updatedAt: now,
      ...overrides,
    }),
  );
  return dataSource.manager.save(items);
}

async function tagContent(dataSource: DataSource, content: ContentItem, name: string): Promise<void> {
  const tag = await createTag(dataSource, { name });
  await runSql(
    dataSource,
    sql`
      INSERT INTO content_tags (tag_key, created_at, content_id, source_type, is_private)
      SELECT ${tag.key}, created_at, id, source_type, is_private FROM content_items WHERE id = ${content.id}`,
  );
}
