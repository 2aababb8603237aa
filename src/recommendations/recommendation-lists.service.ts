import { Injectable } from '@nestjs/common';
import { Clock, daysBefore } from '../common/clock.js';
import type { Page } from '../common/http/page-of.dto.js';
import { AppConfig } from '../config/app-config.js';
import { ContentService } from '../content/content.service.js';
import { emptyPage } from '../database/page.js';
import { UsersService } from '../users/users.service.js';
import type { RecommendationFilter } from './recommendation-filter.js';
import { recommendationLists } from './recommendation-list.js';
import type {
  ContentRecommendationsQuery,
  RecentRecommendationsQuery,
  RecentUserRecommendationsQuery,
  RecommendationsByAlgorithmQuery,
  RecommendationsQuery,
  TopScoringQuery,
  UnservedRecommendationsQuery,
  UserRecommendationsQuery,
} from './recommendation-query.dto.js';
import type { RecommendationDto } from './recommendation.dto.js';
import { RecommendationsRepository } from './recommendations.repository.js';

type RecommendationPage = Promise<Page<RecommendationDto>>;

/** The lists of what is suggested: history, but for those of what may still be put before a user. */
@Injectable()
export class RecommendationListsService {
  constructor(
    private readonly recommendations: RecommendationsRepository,
    private readonly users: UsersService,
    private readonly content: ContentService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Content the caller may not see is content nobody was recommended. */
  async all(query: RecommendationsQuery, callerId?: string): RecommendationPage {
    const { content_item_id: contentItemId } = query;
    if (contentItemId !== undefined && (await this.content.isHidden(contentItemId, callerId)))
      return emptyPage(recommendationLists.all, query.window());
    const filter = {
      userId: query.user_id,
      contentItemId,
      algorithmVersion: query.algorithm_version,
      minScore: query.min_score,
      isServed: query.is_served,
      createdFrom: query.days === undefined ? undefined : this.daysAgo(query.days),
    };
    return this.recommendations.list(recommendationLists.all, filter, query.window());
  }

  /** @throws EntityNotFoundError, or ValidationError when the user is switched off */
  async ofUser(userId: string, query: UserRecommendationsQuery): RecommendationPage {
    await this.users.assertActive(userId);
    const scope = query.unserved_only ? this.showableTo(userId) : { userId };
    const filter = { ...scope, minScore: query.min_score };
    return this.recommendations.list(recommendationLists.ofUser, filter, query.window());
  }

  /** @throws EntityNotFoundError */
  async unservedOf(userId: string, query: UnservedRecommendationsQuery): RecommendationPage {
    await this.users.assertExists(userId);
    const filter = { ...this.showableTo(userId), minScore: query.min_score };
    return this.recommendations.list(recommendationLists.unserved, filter, query.window());
  }

  byAlgorithm(algorithmVersion: string, query: RecommendationsByAlgorithmQuery): RecommendationPage {
    return this.recommendations.list(recommendationLists.byAlgorithm, { algorithmVersion }, query.window());
  }

  /** @throws EntityNotFoundError also for private content of others, where that is hidden */
  async ofContent(
    contentItemId: number,
    query: ContentRecommendationsQuery,
    callerId?: string,
  ): RecommendationPage {
    await this.content.get('items', contentItemId, callerId);
    return this.recommendations.list(recommendationLists.ofContent, { contentItemId }, query.window());
  }

  topScoring(query: TopScoringQuery): RecommendationPage {
    const filter = { userId: query.user_id, minScore: query.min_score };
    return this.recommendations.list(recommendationLists.topScoring, filter, query.window());
  }

  recent(query: RecentRecommendationsQuery): RecommendationPage {
    return this.recentOf(query.user_id, query);
  }

  /** @throws EntityNotFoundError */
  async recentOfUser(userId: string, query: RecentUserRecommendationsQuery): RecommendationPage {
    await this.users.assertExists(userId);
    return this.recentOf(userId, query);
  }

  private recentOf(userId: string | undefined, query: RecentUserRecommendationsQuery): RecommendationPage {
    const filter = { userId, createdFrom: this.daysAgo(query.days) };
    return this.recommendations.list(recommendationLists.recent, filter, query.window());
  }

  private showableTo(userId: string): RecommendationFilter {
    return {
      showableTo: { userId, servedSince: this.daysAgo(this.config.get('recommender.served-window-days')) },
    };
  }

  private daysAgo(days: number): Date {
    return daysBefore(this.clock.now(), days);
  }
}
