import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { raw } from 'sql-template-tag';
import { type EntityManager, Repository } from 'typeorm';
import type { JsonObject } from '../common/http/fields.decorators.js';
import type { ListDefinition } from '../common/http/list-definition.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { paginate } from '../database/paginate.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { runReturning, runSql, type SqlExecutor } from '../database/run-sql.js';
import {
  conditionsOf,
  countInteractions,
  type InteractionFilter,
  seekDay,
} from './interaction-counts.queries.js';
import { type CreateInteractionDto, type InteractionDto, toInteractionDto } from './interaction.dto.js';
import {
  insertInteractions,
  type InsertOutcome,
  type InsertRules,
  interactionColumns,
} from './interaction-writes.queries.js';
import { type InteractionType, UserInteraction } from './user-interaction.entity.js';

export interface InteractionChanges {
  rating?: number | undefined;
  duration?: number | undefined;
  metadata?: JsonObject | undefined;
}

/** Reads and changes interactions. */
@Injectable()
export class InteractionsRepository {
  constructor(
    @InjectRepository(UserInteraction) private readonly interactions: Repository<UserInteraction>,
    private readonly statements: PreparedStatements,
  ) {}

  get manager(): EntityManager {
    return this.interactions.manager;
  }

  async findById(id: number, executor: SqlExecutor = this.statements): Promise<UserInteraction | undefined> {
    const [interaction] = await runSql<UserInteraction>(
      executor,
      sql`SELECT ${interactionColumns} FROM user_interactions i WHERE i.id = ${id}`,
    );
    return interaction;
  }

  /** The newest interaction of one type of a user with an item; served by idx_user_interactions_user_content. */
  async findLatest(
    userId: string,
    contentItemId: number,
    type: InteractionType,
  ): Promise<UserInteraction | undefined> {
    const [interaction] = await runSql<UserInteraction>(
      this.statements,
      sql`
        SELECT ${interactionColumns}
        FROM user_interactions i
        WHERE i.user_id = ${userId} AND i.content_item_id = ${contentItemId} AND i.interaction_type = ${type}
        ORDER BY i.created_at DESC, i.id DESC
        LIMIT 1`,
    );
    return interaction;
  }

  list(
    definition: ListDefinition,
    filter: InteractionFilter,
    window: ListWindow,
  ): Promise<Page<InteractionDto>> {
    const source = {
      definition,
      select: interactionColumns,
      from: raw('user_interactions i'),
      where: conditionsOf(filter),
      count: () => countInteractions(this.statements, filter),
      seek: (at: ListWindow) => seekDay(this.statements, filter, at),
    };
    return paginate(this.manager, source, window, toInteractionDto);
  }

  /** Stores all of them or none, and answers those stored or the first refused. */
  insert(inputs: readonly CreateInteractionDto[], rules: InsertRules): Promise<InsertOutcome> {
    return insertInteractions(this.statements, inputs, rules);
  }

  /** Keeps other writers from the interaction until the transaction ends; answers whether there is one. */
  async lock(id: number, manager: EntityManager): Promise<boolean> {
    const locked = await runSql(
      manager,
      sql`SELECT FROM user_interactions i WHERE i.id = ${id} FOR NO KEY UPDATE`,
    );
    return locked.length > 0;
  }

  /** Absent changes leave their columns as they are. The row must be locked by the caller's transaction. */
  async update(id: number, changes: InteractionChanges, manager: EntityManager): Promise<UserInteraction> {
    const { rating, duration, metadata } = changes;
    const [interaction] = await runReturning<UserInteraction>(
      manager,
      sql`
        UPDATE user_interactions i
        SET rating = COALESCE(${rating ?? null}, i.rating),
            duration = COALESCE(${duration ?? null}, i.duration),
            interaction_metadata = COALESCE(${metadata ? JSON.stringify(metadata) : null}::jsonb, i.interaction_metadata)
        WHERE i.id = ${id}
        RETURNING ${interactionColumns}`,
    );
    return interaction as UserInteraction;
  }

  async delete(id: number, manager: EntityManager): Promise<void> {
    await manager.delete(UserInteraction, { id });
  }
}
