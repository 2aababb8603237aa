import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { raw, type Sql } from 'sql-template-tag';
import { type EntityManager, Repository } from 'typeorm';
import type { JsonObject } from '../common/http/fields.decorators.js';
import type { ListDefinition } from '../common/http/list-definition.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { paginate } from '../database/paginate.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { runReturning, runSql, type SqlExecutor } from '../database/run-sql.js';
import { insertRecommendations, type InsertRules, type Refusal } from './new-recommendations.queries.js';
import { conditionsOf, type RecommendationFilter } from './recommendation-filter.js';
import { recommendationColumns, type RecommendationRow } from './recommendation-rows.queries.js';
import {
  type CreateRecommendationDto,
  type RecommendationDto,
  toRecommendationDto,
} from './recommendation.dto.js';
import { Recommendation } from './recommendation.entity.js';
import { markServed } from './served-recommendations.queries.js';

export interface RecommendationChanges {
  recommendationScore?: number | undefined;
  recMetadata?: JsonObject | undefined;
}

/** Reads and writes recommendations. */
@Injectable()
export class RecommendationsRepository {
  constructor(
    @InjectRepository(Recommendation) private readonly recommendations: Repository<Recommendation>,
    private readonly statements: PreparedStatements,
  ) {}

  get manager(): EntityManager {
    return this.recommendations.manager;
  }

  list(
    definition: ListDefinition,
    filter: RecommendationFilter,
    window: ListWindow,
  ): Promise<Page<RecommendationDto>> {
    const source = {
      definition,
      select: recommendationColumns,
      from: raw('recommendations r'),
      where: conditionsOf(filter),
    };
    return paginate(this.manager, source, window, toRecommendationDto);
  }

  async findById(
    id: number,
    executor: SqlExecutor = this.statements,
  ): Promise<RecommendationRow | undefined> {
    const [row] = await runSql<RecommendationRow>(
      executor,
      sql`SELECT ${recommendationColumns} FROM recommendations r WHERE r.id = ${id}`,
    );
    return row;
  }

  insert(
    entries: readonly CreateRecommendationDto[],
    rules: InsertRules,
  ): Promise<RecommendationRow[] | Refusal> {
    return insertRecommendations(this.statements, entries, rules);
  }

  markServed(distinctIds: readonly number[], now: Date): Promise<number[]> {
    return markServed(this.statements, distinctIds, now);
  }

  /** Keeps other writers from the recommendation until the transaction ends; answers whether there is one. */
  async lock(id: number, manager: EntityManager): Promise<boolean> {
    const locked = await runSql(
      manager,
      sql`SELECT FROM recommendations r WHERE r.id = ${id} FOR NO KEY UPDATE`,
    );
    return locked.length > 0;
  }

  update(
    id: number,
    { recommendationScore, recMetadata }: RecommendationChanges,
    manager: EntityManager,
  ): Promise<RecommendationRow> {
    const metadata = recMetadata ? JSON.stringify(recMetadata) : null;
    return this.change(
      id,
      sql`recommendation_score = COALESCE(${recommendationScore ?? null}::float8, r.recommendation_score),
          rec_metadata = COALESCE(${metadata}::jsonb, r.rec_metadata)`,
      manager,
    );
  }

  /** Merges into the metadata and marks as served, since nobody judges what they were not shown. */
  recordFeedback(
    id: number,
    { patch, rating, now }: { patch: JsonObject; rating: number | undefined; now: Date },
    manager: EntityManager,
  ): Promise<RecommendationRow> {
    return this.change(
      id,
      sql`rec_metadata = r.rec_metadata || ${JSON.stringify(patch)}::jsonb, feedback_rating = ${rating ?? null},
          is_served = TRUE, served_at = COALESCE(r.served_at, ${now})`,
      manager,
    );
  }

  async delete(id: number, manager: EntityManager): Promise<void> {
    await manager.delete(Recommendation, { id });
  }

  /** The row must be locked by the caller's transaction. */
  private async change(id: number, assignments: Sql, manager: EntityManager): Promise<RecommendationRow> {
    const [row] = await runReturning<RecommendationRow>(
      manager,
      sql`UPDATE recommendations r SET ${assignments} WHERE r.id = ${id} RETURNING ${recommendationColumns}`,
    );
    return row as RecommendationRow;
  }
}
