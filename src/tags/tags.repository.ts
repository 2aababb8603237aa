import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { isUuid } from '../common/http/fields.decorators.js';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import { tagIdOf, toSlug } from './tag-name.js';

/** Reads and writes tags. */
@Injectable()
export class TagsRepository {
  /**
   * Finds tags by id, else by name in any letter case, else by slug.
   * @returns one internal key per identifier, null where there is no such tag
   */
  async findKeys(executor: SqlExecutor, identifiers: readonly string[]): Promise<(number | null)[]> {
    const rows = await runSql<{ key: number | null }>(
      executor,
      sql`
        SELECT COALESCE(
          (SELECT t.key FROM tags t WHERE t.id = wanted.id),
          (SELECT t.key FROM tags t WHERE lower(t.name) = lower(wanted.name)),
          (SELECT t.key FROM tags t WHERE t.slug = wanted.slug)
        ) AS key
        FROM unnest(
          ${identifiers}::text[],
          ${identifiers.map((identifier) => (isUuid(identifier) ? identifier : null))}::uuid[],
          ${identifiers.map(toSlug)}::text[]
        ) WITH ORDINALITY AS wanted (name, id, slug, position)
        ORDER BY wanted.position`,
    );
    return rows.map(({ key }) => key);
  }

  /** Adds tags under the ids their slugs determine; names someone else adds at the same moment are left alone. */
  async insertMissing(manager: EntityManager, names: readonly string[], now: Date): Promise<void> {
    const tags = names
      .map((name) => ({ name, slug: toSlug(name), id: tagIdOf(toSlug(name)) }))
      // Two writers that add the same tags in the same order wait for each other instead of deadlocking.
      .sort((a, b) => (a.slug < b.slug ? -1 : 1));
    await runSql(
      manager,
      sql`
        INSERT INTO tags (id, name, slug, tag_metadata, created_at, updated_at)
        SELECT id, name, slug, jsonb_build_object('auto_created', true, 'slug', slug), ${now}, ${now}
        FROM jsonb_to_recordset(${JSON.stringify(tags)}::jsonb) AS tag (id uuid, name text, slug text)
        ON CONFLICT DO NOTHING`,
    );
  }
}
