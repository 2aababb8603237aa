import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { runSql } from '../../../src/database/run-sql.js';
import type { Tag } from '../../../src/tags/tag.entity.js';
import { createTag } from './tag.factory.js';

/** Puts a tag below another. Nothing keeps a test from closing a cycle this way. */
export async function linkTags(
  dataSource: DataSource,
  links: readonly (readonly [tag: Tag, parent: Tag])[],
): Promise<void> {
  const [tagIds, parentIds] = [links.map(([tag]) => tag.id), links.map(([, parent]) => parent.id)];
  await runSql(
    dataSource,
    sql`INSERT INTO tag_parents SELECT * FROM unnest(${tagIds}::uuid[], ${parentIds}::uuid[])`,
  );
}

/** Stores tags and their links from `child > parent` lines; answers the tags by name. */
export async function createHierarchy(dataSource: DataSource, text: string): Promise<Record<string, Tag>> {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.split('>').map((name) => name.trim()));
  const tags: Record<string, Tag> = {};
  for (const name of new Set(lines.flat())) tags[name] = await createTag(dataSource, { name });
  await linkTags(
    dataSource,
    lines.filter(([, parent]) => parent !== undefined).map(([tag, parent]) => [tags[tag!]!, tags[parent!]!]),
  );
  return tags;
}

/** Stores what a user gives a tag. */
export async function rateTag(
  dataSource: DataSource,
  tag: Pick<Tag, 'id'>,
  userId: string,
  rating: number,
): Promise<void> {
  await runSql(
    dataSource,
    sql`INSERT INTO tag_ratings (user_id, tag_id, rating) VALUES (${userId}, ${tag.id}, ${rating})`,
  );
}
