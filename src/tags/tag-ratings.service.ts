import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { EntityNotFoundError } from '../common/errors/domain.error.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { UsersService } from '../users/users.service.js';
import { HierarchyVariant, TagHierarchyCache } from './tag-hierarchy.cache.js';
import {
  type GivenRating,
  type RatingsByTagDto,
  type RatingValueDto,
  type TagRatingDto,
  toTagRatingDto,
} from './tag-rating.dto.js';
import { deleteRating, findRating, findRatings, upsertRating } from './tag-ratings.queries.js';
import { refusingUnknown } from './tag-references.js';

/** What users think of tags. */
@Injectable()
export class TagRatingsService {
  constructor(
    private readonly cache: TagHierarchyCache,
    private readonly users: UsersService,
    private readonly statements: PreparedStatements,
    private readonly clock: Clock,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /**
   * Stores a rating; the newest of a user counts.
   * @throws EntityNotFoundError
   */
  async rate(tagId: string, given: GivenRating): Promise<TagRatingDto> {
    const write = upsertRating(this.dataSource, tagId, given, this.clock.now());
    const rating = await refusingUnknown({ userId: given.userId, tagId }, write);
    await this.cache.invalidate([HierarchyVariant.rated]);
    return toTagRatingDto(rating);
  }

  /** @throws EntityNotFoundError when there was no such rating */
  async delete(tagId: string, userId: string): Promise<void> {
    if (!(await deleteRating(this.dataSource, tagId, userId)))
      throw new EntityNotFoundError('Rating of tag', tagId);
    await this.cache.invalidate([HierarchyVariant.rated]);
  }

  /** @throws EntityNotFoundError when there is no such tag */
  async get(tagId: string, userId: string): Promise<RatingValueDto> {
    const rating = await findRating(this.statements, tagId, userId);
    if (!rating) throw new EntityNotFoundError('Tag', tagId);
    return rating;
  }

  /** @throws EntityNotFoundError when tags are named and the user does not exist */
  async getMany(tagIds: readonly string[], userId: string): Promise<RatingsByTagDto> {
    if (tagIds.length === 0) return { ratings: {} };
    await this.users.assertExists(userId);
    const rows = await findRatings(this.statements, tagIds, userId);
    return { ratings: Object.fromEntries(rows.map(({ tagId, rating }) => [tagId, rating])) };
  }
}
