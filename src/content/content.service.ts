import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { EntityNotFoundError, ValidationError } from '../common/errors/domain.error.js';
import type { ListDefinition } from '../common/http/list-definition.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import type { Precondition } from '../common/http/precondition.js';
import { pgFailure, SqlState } from '../database/pg-errors.js';
import { writeConditionally } from '../database/write-conditionally.js';
import { AppConfig } from '../config/app-config.js';
import { TagsService } from '../tags/tags.service.js';
import { counterSum } from './content-counts.queries.js';
import type { ContentFilter, TagMatch } from './content-filter.js';
import type { SourceType } from './content-kind.js';
import { contentLists } from './content-list.js';
import { type ContentOverviewDto, toContentOverviewDto } from './content-overview.dto.js';
import { countByKind } from './content-overview.queries.js';
import {
  type ContentDto,
  type CreateContentDto,
  toContentDto,
  type UpdateContentDto,
} from './content.dto.js';
import { ContentRepository, type NewContent } from './content.repository.js';
import { readBeside } from './content-rows.queries.js';
import { ContentPages } from './lists/content-pages.js';

/** Quality of new content until somebody judges it. */
const initialQuality = 0.5;

const dayMs = 86_400_000;

/** A filter as requests state it: tags by what people call them, age in days. */
export type ContentSearch = Omit<ContentFilter, 'tags' | 'createdSince'> & {
  tags?: readonly string[];
  tagMatch?: TagMatch;
  days?: number;
};

/** The rules of content, the same for what people made (`items`) and what was generated (`auto`). */
@Injectable()
export class ContentService {
  constructor(
    private readonly content: ContentRepository,
    private readonly pages: ContentPages,
    private readonly tags: TagsService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  async create(sourceType: SourceType, input: CreateContentDto): Promise<ContentDto> {
    const now = this.clock.now();
    const content = toNewContent(sourceType, input);
    const tagKeys = await this.tags.findKeys(input.tags);
    const creating = tagKeys.includes(null)
      ? this.content.manager.transaction(async (manager) =>
          this.content.insert(content, await this.tags.ensureKeys(input.tags, now, manager), now, manager),
        )
      : this.content.insert(content, [...new Set(tagKeys as number[])], now);
    return toContentDto(await this.refusingUnknownCreator(creating));
  }

  async get(sourceType: SourceType, id: number, manager?: EntityManager): Promise<ContentDto> {
    const row = await this.content.findById(sourceType, id, manager);
    if (!row) throw new EntityNotFoundError('Content', id);
    return toContentDto(row);
  }

  async update(
    sourceType: SourceType,
    id: number,
    input: UpdateContentDto,
    precondition?: Precondition,
  ): Promise<ContentDto> {
    const { title, content_data: contentData, item_metadata: itemMetadata, is_private: isPrivate } = input;
    const now = this.clock.now();
    await this.change(sourceType, id, precondition, async (manager) => {
      // New tags before new words of the title, as when content is created, or the two could deadlock.
      const tagKeys = input.tags && (await this.tags.ensureKeys(input.tags, now, manager));
      const changes = { title, contentData, itemMetadata, isPrivate };
      const exists = await this.content.update(sourceType, id, changes, now, manager);
      if (!exists) throw new EntityNotFoundError('Content', id);
      if (tagKeys) await this.content.replaceTags(id, tagKeys, manager);
      return true;
    });
    return this.get(sourceType, id);
  }

  async judge(
    sourceType: SourceType,
    id: number,
    qualityScore: number,
    precondition?: Precondition,
  ): Promise<ContentDto> {
    await this.change(sourceType, id, precondition, (manager) =>
      this.content.update(sourceType, id, { qualityScore }, this.clock.now(), manager),
    );
    return this.get(sourceType, id);
  }

  async delete(sourceType: SourceType, id: number, precondition?: Precondition): Promise<void> {
    await this.change(sourceType, id, precondition, (manager) =>
      this.content.delete(sourceType, id, manager),
    );
  }

  /** `callerId` sees own private items also where others' are hidden. */
  async list(
    search: ContentSearch,
    window: ListWindow,
    callerId?: string,
    definition: ListDefinition = contentLists.all,
  ): Promise<Page<ContentDto>> {
    const filter = { ...(await this.toFilter(search)), visibleTo: this.visibility(callerId) };
    const { page } = await this.pages.page({ definition, filter }, window);
    return page;
  }

  async overview(sourceType: SourceType): Promise<ContentOverviewDto> {
    return toContentOverviewDto(await countByKind(this.content.manager, sourceType));
  }

  /** How many regular items a user made. */
  countRegularBy(creatorId: string): Promise<number> {
    return readBeside<number>(this.content.manager, counterSum({ sourceType: 'items', creatorId }));
  }

  /** The limit set by `content.hide-others-private`; none unless it is on. */
  visibility(callerId: string | undefined): ContentFilter['visibleTo'] {
    return this.config.get('content.hide-others-private') ? { userId: callerId ?? null } : undefined;
  }

  private async toFilter({ tags, tagMatch, days, ...rest }: ContentSearch): Promise<ContentFilter> {
    const createdSince = days === undefined ? undefined : new Date(this.clock.now().getTime() - days * dayMs);
    const filter = { ...rest, createdSince };
    if (!tags || tags.length === 0) return filter;
    return { ...filter, tags: { keys: await this.tags.findKeys(tags), match: tagMatch ?? 'all' } };
  }

  /** @throws EntityNotFoundError, DomainError PRECONDITION_FAILED */
  private async change(
    sourceType: SourceType,
    id: number,
    precondition: Precondition | undefined,
    write: (manager: EntityManager) => Promise<boolean>,
  ): Promise<void> {
    const exists = await writeConditionally(this.content.manager, {
      precondition,
      lockAndShow: async (manager) => {
        await this.content.lock(sourceType, id, manager);
        return this.get(sourceType, id, manager);
      },
      write,
    });
    if (!exists) throw new EntityNotFoundError('Content', id);
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

function toNewContent(sourceType: SourceType, input: CreateContentDto): NewContent {
  return {
    sourceType,
    title: input.title,
    contentType: input.content_type,
    contentData: input.content_data,
    prompt: input.prompt?.trim() ? input.prompt : input.title,
    itemMetadata: input.item_metadata,
    creatorId: input.creator_id,
    qualityScore: initialQuality,
    isPrivate: input.is_private ?? !(input.is_public ?? true),
  };
}
