import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { raw, type Sql } from 'sql-template-tag';
import { Repository } from 'typeorm';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { paginate } from '../database/paginate.js';
import { type RecommendationDto, toRecommendationDto, userRecommendationList } from './recommendation.dto.js';
import { Recommendation } from './recommendation.entity.js';

const columns = raw(
  `r.id, r.user_id AS "userId", r.content_item_id AS "contentItemId",
   r.recommendation_score AS "recommendationScore", r.algorithm_version AS "algorithmVersion",
   r.is_served AS "isServed", r.served_at AS "servedAt", r.rec_metadata AS "recMetadata",
   r.created_at AS "createdAt"`,
);

/** What recommendations may be narrowed by; all that is given must hold. */
export interface RecommendationFilter {
  userId: string;
  minScore?: number | undefined;
  unservedOnly?: boolean | undefined;
}

/** Reads and writes recommendations. */
@Injectable()
export class RecommendationsRepository {
  constructor(
    @InjectRepository(Recommendation) private readonly recommendations: Repository<Recommendation>,
  ) {}

  list(filter: RecommendationFilter, window: ListWindow): Promise<Page<RecommendationDto>> {
    const where: Sql[] = [sql`r.user_id = ${filter.userId}`];
    if (filter.minScore !== undefined) where.push(sql`r.recommendation_score >= ${filter.minScore}::float8`);
    if (filter.unservedOnly) where.push(sql`NOT r.is_served AND r.served_at IS NULL`);
    const source = {
      definition: userRecommendationList,
      select: columns,
      from: raw('recommendations r'),
      where,
    };
    return paginate(this.recommendations.manager, source, window, toRecommendationDto);
  }
}
