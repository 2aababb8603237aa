import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EntityNotFoundError, ValidationError } from '../common/errors/domain.error.js';
import { isUuid } from '../common/http/fields.decorators.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { UsersService } from '../users/users.service.js';
import { findTag, listTags, type TagFilter } from './tag-catalogue.queries.js';
import { TagCreationSubscriber } from './tag-creation.subscriber.js';
import { direct, TagRelationsService } from './tag-relations.service.js';
import { TagKeyMemory } from './tag-key-memory.js';
import { type TagDetailDto, type TagDto, toTagDto } from './tag.dto.js';
import { TagsRepository } from './tags.repository.js';

/** How far the surroundings of a tag reach when it is shown. */
const shownDepth = 10;

/** The rules of tags: how they are found by what people call them, and how they come into being. */
@Injectable()
export class TagsService {
  private readonly keys = new TagKeyMemory();

  constructor(
    private readonly tags: TagsRepository,
    private readonly creation: TagCreationSubscriber,
    private readonly relations: TagRelationsService,
    private readonly users: UsersService,
    private readonly statements: PreparedStatements,
  ) {}

  /** Internal keys of the tags meant by ids, names or slugs, in that order; null where there is none. */
  findKeys(identifiers: readonly string[]): Promise<(number | null)[]> {
    return this.keys.find(identifiers, (unknown) => this.tags.findKeys(this.statements, unknown));
  }

  /** Has the keys looked up anew, once a write has found one of them to be no tag's any more. */
  forgetKeys(): void {
    this.keys.forget();
  }

  /**
   * Internal keys of the tags meant, those of unknown names created in the caller's transaction; ascending and
   * without repetition.
   * @throws ValidationError for an id no tag has
   */
  async ensureKeys(identifiers: readonly string[], now: Date, manager: EntityManager): Promise<number[]> {
    if (identifiers.length === 0) return [];
    let keys = await this.tags.findKeys(manager, identifiers);
    const missing = identifiers.filter((_identifier, index) => keys[index] === null);
    const unknownId = missing.find(isUuid);
    if (unknownId !== undefined) throw new ValidationError(`Tag with id ${unknownId} not found`, 'tags');
    if (missing.length > 0) {
      this.creation.note(manager);
      await this.tags.insertMissing(manager, missing, now);
      keys = await this.tags.findKeys(manager, identifiers);
    }
    return [...new Set(keys.filter((key) => key !== null))].sort((a, b) => a - b);
  }

  list(filter: TagFilter, window: ListWindow): Promise<Page<TagDto>> {
    return listTags(this.statements, filter, window);
  }

  /**
   * The tag meant by an id, a name or a slug, with its surroundings and what one user thinks of it.
   * @throws EntityNotFoundError for an unknown tag or user
   */
  async get(identifier: string, userId: string | undefined): Promise<TagDetailDto> {
    const [key = null] = await this.findKeys([identifier]);
    const found = key === null ? undefined : await findTag(this.statements, key, userId ?? null);
    if (!found) throw new EntityNotFoundError('Tag', identifier);
    if (userId !== undefined) await this.users.assertExists(userId);
    const [ancestors, descendants] = await Promise.all([
      this.relations.list(found.id, 'up', shownDepth),
      this.relations.list(found.id, 'down', shownDepth),
    ]);
    const tag = toTagDto(found);
    return {
      tag,
      parents: direct(ancestors),
      children: direct(descendants),
      ancestors,
      descendants,
      average_rating: tag.average_rating,
      rating_count: tag.rating_count,
      user_rating: found.userRating,
      is_favorite: tag.is_favorite,
      cardinality_auto: found.auto,
      cardinality_regular: found.regular,
    };
  }
}
