import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { raw, type Sql } from 'sql-template-tag';
import { type EntityManager, Repository } from 'typeorm';
import type { JsonObject } from '../common/http/fields.decorators.js';
import type { ListDefinition } from '../common/http/list-definition.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { paginate, type PaginateOptions } from '../database/paginate.js';
import { runReturning, runSql } from '../database/run-sql.js';
import { tagNamesOf } from '../tags/tag-names.queries.js';
import { ContentItem } from './content-item.entity.js';
import type { ContentType, SourceType } from './content-kind.js';
import { type ContentDto, toContentDto } from './content.dto.js';

/** One piece of content with what the API shows beside its own columns. */
export interface ContentRow {
  id: number;
  title: string;
  contentType: ContentType;
  contentData: string;
  prompt: string;
  pathThumb: string | null;
  pathThumbsAltRes: Record<string, string> | null;
  itemMetadata: JsonObject;
  tags: string[];
  creatorId: string;
  creatorUsername: string | null;
  qualityScore: number;
  isPrivate: boolean;
  sourceType: SourceType;
  createdAt: Date;
  updatedAt: Date;
}

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
}

export interface ContentChanges {
  title?: string | undefined;
  contentData?: string | undefined;
  itemMetadata?: JsonObject | undefined;
  isPrivate?: boolean | undefined;
  qualityScore?: number | undefined;
}

const columns = sql`
  c.id, c.title, c.content_type AS "contentType", c.content_data AS "contentData", c.prompt,
  c.path_thumb AS "pathThumb", c.path_thumbs_alt_res AS "pathThumbsAltRes", c.item_metadata AS "itemMetadata",
  ${tagNamesOf(raw('c.id'))} AS tags,
  c.creator_id AS "creatorId", u.username AS "creatorUsername", c.quality_score AS "qualityScore",
  c.is_private AS "isPrivate", c.source_type AS "sourceType",
  c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;

const withCreator = raw('content_items c LEFT JOIN users u ON u.id = c.creator_id');

/** What to list: the conditions on `content_items c`, and the exact total where counters know it. */
export interface ContentSelection {
  definition: ListDefinition;
  where: readonly Sql[];
  count?: () => Promise<number>;
}

/** Reads and writes content of both sources. */
@Injectable()
export class ContentRepository {
  constructor(@InjectRepository(ContentItem) private readonly items: Repository<ContentItem>) {}

  get manager(): EntityManager {
    return this.items.manager;
  }

  async findById(sourceType: SourceType, id: number): Promise<ContentRow | undefined> {
    const [row] = await runSql<ContentRow>(
      this.manager,
      sql`SELECT ${columns} FROM ${withCreator} WHERE c.id = ${id} AND c.source_type = ${sourceType}`,
    );
    return row;
  }

  list(
    selection: ContentSelection,
    window: ListWindow,
    options?: PaginateOptions,
  ): Promise<Page<ContentDto>> {
    const source = { ...selection, select: columns, from: withCreator, keysFrom: raw('content_items c') };
    return paginate(this.manager, source, window, toContentDto, options);
  }

  async insert(content: NewContent, now: Date, manager: EntityManager): Promise<number> {
    const item = manager.create(ContentItem, { ...content, createdAt: now, updatedAt: now });
    return (await manager.save(item, { transaction: false })).id;
  }

  /** Answers whether there was such content; absent changes leave their columns as they are. */
  async update(
    sourceType: SourceType,
    id: number,
    changes: ContentChanges,
    now: Date,
    manager: EntityManager,
  ): Promise<boolean> {
    const { title, contentData, itemMetadata, isPrivate, qualityScore } = changes;
    const updated = await runReturning<{ id: number }>(
      manager,
      sql`
        UPDATE content_items c
        SET title = COALESCE(${title ?? null}, c.title),
            content_data = COALESCE(${contentData ?? null}, c.content_data),
            item_metadata = COALESCE(${itemMetadata ? JSON.stringify(itemMetadata) : null}::jsonb, c.item_metadata),
            is_private = COALESCE(${isPrivate ?? null}, c.is_private),
            quality_score = COALESCE(${qualityScore ?? null}, c.quality_score),
            updated_at = ${now}
        WHERE c.id = ${id} AND c.source_type = ${sourceType}
        RETURNING c.id`,
    );
    return updated.length > 0;
  }

  /** Makes the tags of a piece of content exactly these. Its row must be locked by the caller's transaction. */
  async replaceTags(contentId: number, tagKeys: readonly number[], manager: EntityManager): Promise<void> {
    await runSql(
      manager,
      sql`DELETE FROM content_tags WHERE content_id = ${contentId} AND tag_key <> ALL(${tagKeys}::int[])`,
    );
    await this.addTags(contentId, tagKeys, manager);
  }

  async addTags(contentId: number, tagKeys: readonly number[], manager: EntityManager): Promise<void> {
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

  /** Answers whether there was such content; its tags go with it, what refers to it stays and forgets it. */
  async delete(sourceType: SourceType, id: number): Promise<boolean> {
    const { affected } = await this.items.delete({ id, sourceType });
    return affected === 1;
  }
}
