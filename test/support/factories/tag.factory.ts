import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { tagIdOf, toSlug } from '../../../src/tags/tag-name.js';
import { Tag } from '../../../src/tags/tag.entity.js';

/** Stores a tag, or answers the one of that name; a random name unless overridden. */
export async function createTag(dataSource: DataSource, overrides: Partial<Tag> = {}): Promise<Tag> {
  const name = overrides.name ?? `tag ${randomBytes(6).toString('hex')}`;
  const slug = toSlug(name);
  const tags = dataSource.getRepository(Tag);
  const existing = await tags.findOneBy({ slug });
  return existing ?? tags.save(tags.create({ id: tagIdOf(slug), name, slug, ...overrides }));
}
