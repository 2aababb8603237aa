import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { EntityNotFoundError, ValidationError } from '../common/errors/domain.error.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { pgFailure, SqlState } from '../database/pg-errors.js';
import { AppConfig } from '../config/app-config.js';
import { TagsService } from '../tags/tags.service.js';
import { countFromCounters, isCountedExactly } from './content-counts.queries.js';
import { contentConditions, type ContentFilter, type TagMatch } from './content-filter.js';
import type { SourceType } from './content-kind.js';
import { contentList } from './content-list.js';
import {
  type ContentDto,
  type CreateContentDto,
  toContentDto,
  type UpdateContentDto,
} from './content.dto.js';
import { ContentRepository } from './content.repository.js';

/** Quality of new content until somebody judges it. */
const initialQuality = 0.5;

/** A filter as requests state it: tags by what people call them. */
export type ContentSearch = Omit<ContentFilter, 'tags'> & { tags?: readonly string[]; tagMatch?: TagMatch };

/** The rules of content, the same for what people made (`items`) and what was generated (`auto`). */
@Injectable()
export class ContentService {
  constructor(
    private readonly content: ContentRepository,
    private readonly tags: TagsService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  async create(sourceType: SourceType, input: CreateContentDto): Promise<ContentDto> {
    const now = this.clock.now();
    const id = await this.refusingUnknownCreator(
      this.content.manager.transaction(async (manager) => {
        const tagKeys = await this.tags.ensureKeys(input.tags, now, manager);
        const created = await this.content.insert(
          {
            sourceType,
            title: input.title,
            contentType: input.content_type,
            contentData: input.content_data,
            prompt: input.prompt?.trim() ? input.prompt : input.title,
            itemMetadata: input.item_metadata,
            creatorId: input.creator_id,
            qualityScore: initialQuality,
            isPrivate: input.is_private ?? !(input.is_public ?? true),
          },
          now,
          manager,
        );
        await this.content.addTags(created, tagKeys, manager);
        return created;
      }),
    );
    return this.get(sourceType, id);
  }

  async get(sourceType: SourceType, id: number): Promise<ContentDto> {
    const row = await this.content.findById(sourceType, id);
    if (!row) throw new EntityNotFoundError('Content', id);
    return toContentDto(row);
  }

  async update(sourceType: SourceType, id: number, input: UpdateContentDto): Promise<ContentDto> {
    const { title, content_data: contentData, item_metadata: itemMetadata, is_private: isPrivate } = input;
    const now = this.clock.now();
    await this.content.manager.transaction(async (manager) => {
      const changes = { title, contentData, itemMetadata, isPrivate };
      const exists = await this.content.update(sourceType, id, changes, now, manager);
      if (!exists) throw new EntityNotFoundError('Content', id);
      if (!input.tags) return;
      await this.content.replaceTags(id, await this.tags.ensureKeys(input.tags, now, manager), manager);
    });
    return this.get(sourceType, id);
  }

  async judge(sourceType: SourceType, id: number, qualityScore: number): Promise<ContentDto> {
    const exists = await this.content.update(
      sourceType,
      id,
      { qualityScore },
      this.clock.now(),
      this.content.manager,
    );
    if (!exists) throw new EntityNotFoundError('Content', id);
    return this.get(sourceType, id);
  }

  async delete(sourceType: SourceType, id: number): Promise<void> {
    if (!(await this.content.delete(sourceType, id))) throw new EntityNotFoundError('Content', id);
  }

  /** `callerId` sees own private items also where others' are hidden. */
  async list(search: ContentSearch, window: ListWindow, callerId?: string): Promise<Page<ContentDto>> {
    const filter = { ...(await this.toFilter(search)), visibleTo: this.visibility(callerId) };
    const counted = isCountedExactly(filter) && {
      count: () => countFromCounters(this.content.manager, filter),
    };
    return this.content.list(
      { definition: contentList, where: contentConditions(filter), ...counted },
      window,
    );
  }

  /** How many regular items a user made. */
  countRegularBy(creatorId: string): Promise<number> {
    return countFromCounters(this.content.manager, { sourceType: 'items', creatorId });
  }

  /** The limit set by `content.hide-others-private`; none unless it is on. */
  visibility(callerId: string | undefined): ContentFilter['visibleTo'] {
    return this.config.get('content.hide-others-private') ? { userId: callerId ?? null } : undefined;
  }

  private async toFilter({ tags, tagMatch, ...filter }: ContentSearch): Promise<ContentFilter> {
    if (!tags || tags.length === 0) return filter;
    return { ...filter, tags: { keys: await this.tags.findKeys(tags), match: tagMatch ?? 'all' } };
  }

  private async refusingUnknownCreator<T>(write: Promise<T>): Promise<T> {
    try {
      return await write;
    } catch (error) {
      const failure = pgFailure(error);
      if (
        failure?.code === SqlState.foreignKeyViolation &&
        failure.constraint === 'fk_content_items_creator'
      ) {
        throw new ValidationError('Creator not found', 'creator_id');
      }
      throw error;
    }
  }
}
