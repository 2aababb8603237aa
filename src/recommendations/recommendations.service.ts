import { Injectable } from '@nestjs/common';
import type { Page } from '../common/http/page-of.dto.js';
import { UsersService } from '../users/users.service.js';
import type { RecommendationDto, UserRecommendationsQuery } from './recommendation.dto.js';
import { RecommendationsRepository } from './recommendations.repository.js';

/** The rules of what is suggested to whom. */
@Injectable()
export class RecommendationsService {
  constructor(
    private readonly recommendations: RecommendationsRepository,
    private readonly users: UsersService,
  ) {}

  async listByUser(userId: string, query: UserRecommendationsQuery): Promise<Page<RecommendationDto>> {
    await this.users.assertActive(userId);
    const { min_score: minScore, unserved_only: unservedOnly } = query;
    return this.recommendations.list({ userId, minScore, unservedOnly }, query.window());
  }
}
