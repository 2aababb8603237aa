import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { type EntityManager, Repository } from 'typeorm';
import type { JsonObject } from '../common/http/fields.decorators.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { runReturning, runSql, type SqlExecutor } from '../database/run-sql.js';
import { ContentItem } from './content-item.entity.js';
import { detachContent, isInWideUse } from './content-detachment.queries.js';
import type { ContentType, SourceType } from './content-kind.js';
import { contentColumns, type ContentRow, createdColumns } from './content-rows.queries.js';

export interface NewContent {
  title: string;
  contentType: ContentType;
  contentData: string;
  prompt: string;
  itemMetadata: JsonObject;
  creatorId: string;
  qualityScore: number;
  isPrivate: boolean;
  sourceType: SourceType;
  pathThumb?: string | null;
  /** Path by size, such as `256x256`. */
  pathThumbsAltRes?: Readonly<Record<string, string>> | null;
}

export interface ContentChanges {
  title?: string | undefined;
  contentData?: string | undefined;
  itemMetadata?: JsonObject | undefined;
  isPrivate?: boolean | undefined;
  qualityScore?: number | undefined;
}

/** Reads and writes content of both sources. */
@Injectable()
export class ContentRepository {
  constructor(
    @InjectRepository(ContentItem) private readonly items: Repository<ContentItem>,
    private readonly statements: PreparedStatements,
  ) {}

  get manager(): EntityManager {
    return this.items.manager;
  }

  async findById(
    sourceType: SourceType,
    id: number,
    executor: SqlExecutor = this.statements,
  ): Promise<ContentRow | undefined> {
    const [row] = await runSql<ContentRow>(
      executor,
      sql`SELECT ${contentColumns} FROM content_items c WHERE c.id = ${id} AND c.source_type = ${sourceType}`,
    );
    return row;
  }

  /** Stores content with its tags and answers it as it is shown, in one statement. */
  async insert(
    content: NewContent,
    tagKeys: readonly number[],
    now: Date,
    executor: SqlExecutor = this.statements,
  ): Promise<ContentRow> {
    const thumbs = content.pathThumbsAltRes;
    const [row] = await runSql<ContentRow>(
      executor,
      sql`
        WITH created AS (
          INSERT INTO content_items (
            title, content_type, content_data, prompt, item_metadata, creator_id,
            quality_score, is_private, source_type, path_thumb, path_thumbs_alt_res, created_at, updated_at
          )
          VALUES (
            ${content.title}, ${content.contentType}, ${content.contentData}, ${content.prompt},
            ${JSON.stringify(content.itemMetadata)}, ${content.creatorId},
            ${content.qualityScore}, ${content.isPrivate}, ${content.sourceType}, ${content.pathThumb ?? null},
            ${thumbs ? JSON.stringify(thumbs) : null}, ${now}, ${now}
          )
          RETURNING *
        ), tagged AS (
          INSERT INTO content_tags (tag_key, created_at, content_id, source_type, is_private)
          SELECT tag_key, c.created_at, c.id, c.source_type, c.is_private
          FROM created c, unnest(${tagKeys}::int[]) AS tag_key
          ORDER BY tag_key
        )
        SELECT ${createdColumns(tagKeys)} FROM created c`,
    );
    return row as ContentRow;
  }

  /**
   * Changes content and answers it as it is shown; absent changes leave their columns as they are. Its row must be
   * locked by the caller's transaction.
   */
  async update(id: number, changes: ContentChanges, now: Date, manager: EntityManager): Promise<ContentRow> {
    const { title, contentData, itemMetadata, isPrivate, qualityScore } = changes;
    const [row] = await runReturning<ContentRow>(
      manager,
      sql`
        UPDATE content_items c
        SET title = COALESCE(${title ?? null}, c.title),
            content_data = COALESCE(${contentData ?? null}, c.content_data),
            item_metadata = COALESCE(${itemMetadata ? JSON.stringify(itemMetadata) : null}::jsonb, c.item_metadata),
            is_private = COALESCE(${isPrivate ?? null}, c.is_private),
            quality_score = COALESCE(${qualityScore ?? null}, c.quality_score),
            updated_at = ${now}
        WHERE c.id = ${id}
        RETURNING ${contentColumns}`,
    );
    return row as ContentRow;
  }

  /** Keeps other writers from the content and its tags until the transaction ends; answers whether there is any. */
  async lock(sourceType: SourceType, id: number, manager: EntityManager): Promise<boolean> {
    const locked = await runSql(
      manager,
      sql`SELECT FROM content_items c WHERE c.id = ${id} AND c.source_type = ${sourceType} FOR NO KEY UPDATE`,
    );
    return locked.length > 0;
  }

  /** Makes the tags of a piece of content exactly these. Its row must be locked by the caller's transaction. */
  async replaceTags(contentId: number, tagKeys: readonly number[], manager: EntityManager): Promise<void> {
    await runSql(
      manager,
      sql`DELETE FROM content_tags WHERE content_id = ${contentId} AND tag_key <> ALL(${tagKeys}::int[])`,
    );
    if (tagKeys.length === 0) return;
    await runSql(
      manager,
      sql`
        INSERT INTO content_tags (tag_key, created_at, content_id, source_type, is_private)
        SELECT tag_key, c.created_at, c.id, c.source_type, c.is_private
        FROM content_items c, unnest(${tagKeys}::int[]) AS tag_key
        WHERE c.id = ${contentId}
        ORDER BY tag_key
        ON CONFLICT DO NOTHING`,
    );
  }

  isInWideUse(id: number): Promise<boolean> {
    return isInWideUse(this.statements, id);
  }

  /** Spares the deletion of content in wide use to have it forgotten in one statement, under its lock. */
  detach(id: number, manager: EntityManager): Promise<void> {
    return detachContent(manager, id);
  }

  /** Deletes content: its tags go with it, what refers to it stays and forgets it. */
  async delete(id: number, manager: EntityManager): Promise<void> {
    await manager.delete(ContentItem, { id });
  }
}
