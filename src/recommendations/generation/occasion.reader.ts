import { Injectable } from '@nestjs/common';
import { Clock, daysBefore } from '../../common/clock.js';
import { EntityNotFoundError, ValidationError } from '../../common/errors/domain.error.js';
import { AppConfig } from '../../config/app-config.js';
import { PreparedStatements } from '../../database/prepared-statements.js';
import { toHistory } from '../engine/history.js';
import { ActiveModel } from '../models/active-model.js';
import type { ServingModel } from '../models/serving-model.js';
import { PopularityService } from '../popularity/popularity.service.js';
import { preferenceOf } from '../signals.js';
import { ModelScores } from './sources/model-scores.js';
import type { Occasion } from './sources/recommendation-source.js';
import { Taste } from './taste.js';
import { readTaste } from './taste.queries.js';

/** Brings together what a recommendation is made from. */
@Injectable()
export class OccasionReader {
  constructor(
    private readonly statements: PreparedStatements,
    private readonly models: ActiveModel,
    private readonly popularity: PopularityService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws EntityNotFoundError, ValidationError when there is no such user or the account is switched off */
  async read(userId: string): Promise<Occasion> {
    const now = this.clock.now();
    const halfLifeDays = this.config.get('recommender.half-life-days');
    const past = { acts: this.config.get('recommender.history'), halfLifeDays, now };
    const [row, popular] = await Promise.all([
      readTaste(this.statements, userId, past),
      this.popularity.current(),
    ]);
    if (!row) throw new EntityNotFoundError('User', userId);
    if (!row.isActive) throw new ValidationError(`User ${userId} is not active`, 'user_id');
    const taste = new Taste(row);
    const model = await this.models.get(row.modelId);
    const servedSince = daysBefore(now, this.config.get('recommender.served-window-days'));
    return { audience: { userId, servedSince }, now, taste, model, scores: scoresOf(taste, model), popular };
  }
}

/** Undefined when there is no model, or it knows nothing the user likes. */
function scoresOf(taste: Taste, model: ServingModel | undefined): ModelScores | undefined {
  if (!model) return undefined;
  // Oldest first, which is the order that tells the engine what came last where times are equal.
  const known = [...taste.likedItems].reverse().flatMap(({ id, signal, lastAt }) => {
    const index = model.indexOf(id);
    return index === undefined ? [] : [{ index, weight: preferenceOf(signal), lastAt }];
  });
  if (known.length === 0) return undefined;
  const acts = {
    items: known.map(({ index }) => index),
    weights: known.map(({ weight }) => weight),
    times: known.map(({ lastAt }) => lastAt),
  };
  return new ModelScores(model, toHistory(acts, model.recency));
}
