import { Injectable } from '@nestjs/common';
import { ContentService } from '../content/content.service.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import type { UserStatsDto } from '../users/user.dto.js';
import { UsersService } from '../users/users.service.js';
import { findFavoriteTypes } from './favorite-types.queries.js';
import {
  type ContentInteractionsDto,
  type GlobalInteractionsDto,
  meanRatingOf,
  toContentInteractionsDto,
  toGlobalInteractionsDto,
  totalOf,
  toUserBehaviorDto,
  toUserSummaryDto,
  type UserBehaviorDto,
  type UserSummaryDto,
} from './interaction-analytics.dto.js';
import { countUsers, tallyTypes } from './interaction-counts.queries.js';

const mostFavoriteTypes = 5;

/** Figures of what users do with content. */
@Injectable()
export class InteractionAnalyticsService {
  constructor(
    private readonly statements: PreparedStatements,
    private readonly users: UsersService,
    private readonly content: ContentService,
  ) {}

  /** @throws EntityNotFoundError when there is no such user */
  async statsOf(userId: string): Promise<UserStatsDto> {
    await this.users.assertExists(userId);
    const [tallies, created] = await Promise.all([
      tallyTypes(this.statements, { userId }),
      this.content.countRegularBy(userId),
    ]);
    return {
      total_interactions: totalOf(tallies),
      content_created: created,
      avg_rating_given: meanRatingOf(tallies) ?? 0,
    };
  }

  /** @throws EntityNotFoundError when there is no such user */
  async behaviorOf(userId: string): Promise<UserBehaviorDto> {
    await this.users.assertExists(userId);
    const [tallies, favorites] = await Promise.all([
      tallyTypes(this.statements, { userId }),
      findFavoriteTypes(this.statements, userId, mostFavoriteTypes),
    ]);
    return toUserBehaviorDto(tallies, favorites);
  }

  /** @throws EntityNotFoundError when there is no such user */
  async summaryOf(userId: string): Promise<UserSummaryDto> {
    return toUserSummaryDto(userId, await this.behaviorOf(userId));
  }

  /** @throws EntityNotFoundError when there is no such content, or none the caller may see */
  async ofContent(contentItemId: number, callerId?: string): Promise<ContentInteractionsDto> {
    await this.content.get('items', contentItemId, callerId);
    return toContentInteractionsDto(contentItemId, await tallyTypes(this.statements, { contentItemId }));
  }

  async ofEveryone(): Promise<GlobalInteractionsDto> {
    const [tallies, users] = await Promise.all([
      tallyTypes(this.statements, 'everyone'),
      countUsers(this.statements),
    ]);
    return toGlobalInteractionsDto(tallies, users);
  }
}
