import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { raw, type Sql } from 'sql-template-tag';
import { Repository } from 'typeorm';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { paginate } from '../database/paginate.js';
import { runSql } from '../database/run-sql.js';
import { type InteractionDto, interactionList, toInteractionDto } from './interaction.dto.js';
import { type InteractionType, UserInteraction } from './user-interaction.entity.js';

const columns = raw(
  `i.id, i.user_id AS "userId", i.content_item_id AS "contentItemId", i.interaction_type AS "interactionType",
   i.rating, i.duration, i.interaction_metadata AS "interactionMetadata", i.created_at AS "createdAt"`,
);

/** What interactions may be narrowed by; all that is given must hold. */
export interface InteractionFilter {
  userId?: string | undefined;
  type?: InteractionType | undefined;
  createdFrom?: Date | undefined;
}

/** Reads and writes interactions. */
@Injectable()
export class InteractionsRepository {
  constructor(
    @InjectRepository(UserInteraction) private readonly interactions: Repository<UserInteraction>,
  ) {}

  list(filter: InteractionFilter, window: ListWindow): Promise<Page<InteractionDto>> {
    const where: Sql[] = [];
    if (filter.userId !== undefined) where.push(sql`i.user_id = ${filter.userId}`);
    if (filter.type !== undefined) where.push(sql`i.interaction_type = ${filter.type}`);
    if (filter.createdFrom) where.push(sql`i.created_at >= ${filter.createdFrom}`);
    const source = { definition: interactionList, select: columns, from: raw('user_interactions i'), where };
    return paginate(this.interactions.manager, source, window, toInteractionDto);
  }

  /** How much a user did, and the mean of the ratings given; served by idx_user_interactions_user. */
  async totalsOf(userId: string): Promise<{ total: number; averageRating: number | null }> {
    const [totals] = await runSql<{ total: number; averageRating: number | null }>(
      this.interactions.manager,
      sql`
        SELECT count(*)::int AS total, avg(rating)::float8 AS "averageRating"
        FROM user_interactions
        WHERE user_id = ${userId}`,
    );
    return totals ?? { total: 0, averageRating: null };
  }
}
