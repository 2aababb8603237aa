import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { EntityNotFoundError, ValidationError } from '../common/errors/domain.error.js';
import type { ListDefinition } from '../common/http/list-definition.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import type { Precondition } from '../common/http/precondition.js';
import { violatedForeignKey } from '../database/pg-errors.js';
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
import { type ContentRow, readBeside } from './content-rows.queries.js';
import { ContentPages } from './lists/content-pages.js';
import { dayMs } from '../common/durations.js';

/** Quality of new content until somebody sets it. */
const initialQuality = 0.5;

/** What a generation job knows of the content it made. */
export type GeneratedContent = Omit<NewContent, 'qualityScore' | 'isPrivate' | 'sourceType'>;

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
    try {
      return toContentDto(await this.insert(toNewContent(sourceType, input), input.tags));
    } catch (error) {
      if (violatedForeignKey(error) !== 'fk_content_items_creator') throw error;
      throw new ValidationError('Creator not found', 'creator_id');
    }
  }

  /**
   * Stores what a generation job made, within the transaction that ends the job; answers its id. It is regular content:
   * a person asked for it.
   */
  async addGenerated(content: GeneratedContent, manager: EntityManager): Promise<number> {
    const whole = {
      ...content,
      qualityScore: initialQuality,
      isPrivate: false,
      sourceType: 'items' as const,
    };
    const { id } = await this.content.insert(whole, [], this.clock.now(), manager);
    return id;
  }

  /**
   * `callerId` finds own private items also where others' are hidden.
   * @throws EntityNotFoundError
   */
  async get(sourceType: SourceType, id: number, callerId?: string): Promise<ContentDto> {
    const row = await this.content.findById(sourceType, id);
    if (!row || this.isHiddenFrom(callerId, row)) throw new EntityNotFoundError('Content', id);
    return toContentDto(row);
  }

  /** Whether there is such regular content, but not for the caller. */
  async isHidden(id: number, callerId: string | undefined): Promise<boolean> {
    if (this.visibility(callerId) === undefined) return false;
    const row = await this.content.findById('items', id);
    return row !== undefined && this.isHiddenFrom(callerId, row);
  }

  async update(
    sourceType: SourceType,
    id: number,
    input: UpdateContentDto,
    precondition?: Precondition,
  ): Promise<ContentDto> {
    const { title, content_data: contentData, item_metadata: itemMetadata, is_private: isPrivate } = input;
    const now = this.clock.now();
    return this.change(sourceType, id, precondition, async (manager) => {
      // New tags before new words of the title, as when content is created, or the two could deadlock.
      if (input.tags) {
        const tagKeys = await this.tags.ensureKeys(input.tags, now, manager);
        await this.content.replaceTags(id, tagKeys, manager);
      }
      const changes = { title, contentData, itemMetadata, isPrivate };
      return toContentDto(await this.content.update(id, changes, now, manager));
    });
  }

  async setQuality(
    sourceType: SourceType,
    id: number,
    qualityScore: number,
    precondition?: Precondition,
  ): Promise<ContentDto> {
    return this.change(sourceType, id, precondition, async (manager) =>
      toContentDto(await this.content.update(id, { qualityScore }, this.clock.now(), manager)),
    );
  }

  async delete(sourceType: SourceType, id: number, precondition?: Precondition): Promise<void> {
    const prepare = (await this.content.isInWideUse(id))
      ? (manager: EntityManager): Promise<void> => this.content.detach(id, manager)
      : undefined;
    await this.change(sourceType, id, precondition, (manager) => this.content.delete(id, manager), prepare);
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

  /** Who may see private content, where `content.hide-others-private` sets a limit. */
  visibility(callerId: string | undefined): ContentFilter['visibleTo'] {
    return this.config.get('content.hide-others-private') ? { userId: callerId ?? null } : undefined;
  }

  /** Whether the content of which this is known is private, and not the caller's, where that hides it. */
  isHiddenFrom(
    callerId: string | undefined,
    { isPrivate, creatorId }: Pick<ContentRow, 'isPrivate' | 'creatorId'>,
  ): boolean {
    const visibleTo = this.visibility(callerId);
    return visibleTo !== undefined && isPrivate && creatorId !== visibleTo.userId;
  }

  private async toFilter({ tags, tagMatch, days, ...rest }: ContentSearch): Promise<ContentFilter> {
    const createdSince = days === undefined ? undefined : new Date(this.clock.now().getTime() - days * dayMs);
    const filter = { ...rest, createdSince };
    if (!tags || tags.length === 0) return filter;
    return { ...filter, tags: { keys: await this.tags.findKeys(tags), match: tagMatch ?? 'all' } };
  }

  /** Stores content under tags that are known in one statement; new tags need a transaction. */
  private async insert(content: NewContent, tags: readonly string[]): Promise<ContentRow> {
    const now = this.clock.now();
    const known = await this.tags.findKeys(tags);
    if (!known.includes(null)) {
      try {
        return await this.content.insert(content, [...new Set(known as number[])], now);
      } catch (error) {
        if (violatedForeignKey(error) !== 'fk_content_tags_tag') throw error;
        this.tags.forgetKeys();
      }
    }
    return this.content.manager.transaction(async (manager) =>
      this.content.insert(content, await this.tags.ensureKeys(tags, now, manager), now, manager),
    );
  }

  /**
   * Locks content before anything else is locked or written, but for what is prepared.
   * @throws EntityNotFoundError, DomainError PRECONDITION_FAILED
   */
  private change<T>(
    sourceType: SourceType,
    id: number,
    precondition: Precondition | undefined,
    write: (manager: EntityManager) => Promise<T>,
    prepare?: (manager: EntityManager) => Promise<void>,
  ): Promise<T> {
    return writeConditionally(this.content.manager, {
      precondition,
      lock: async (manager) => {
        if (!(await this.content.lock(sourceType, id, manager))) throw new EntityNotFoundError('Content', id);
      },
      show: async (manager) => {
        const row = await this.content.findById(sourceType, id, manager);
        if (!row) throw new EntityNotFoundError('Content', id);
        return toContentDto(row);
      },
      write,
      prepare,
    });
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
