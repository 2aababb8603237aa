import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { type DomainError, EntityNotFoundError, ValidationError } from '../common/errors/domain.error.js';
import type { JsonObject } from '../common/http/fields.decorators.js';
import { type Page, wholePage } from '../common/http/page-of.dto.js';
import type { Precondition } from '../common/http/precondition.js';
import { AppConfig } from '../config/app-config.js';
import { writeConditionally } from '../database/write-conditionally.js';
import type { Refusal } from './new-recommendations.queries.js';
import type { MarkedAsServedDto } from './recommendation-batch.dto.js';
import type { RecommendationRow } from './recommendation-rows.queries.js';
import {
  type CreateRecommendationDto,
  type FeedbackDto,
  type RecommendationDto,
  toRecommendationDto,
  type UpdateRecommendationDto,
} from './recommendation.dto.js';
import { RecommendationsRepository } from './recommendations.repository.js';

function refusalOf({ reason }: Refusal, entry: CreateRecommendationDto): DomainError {
  switch (reason) {
    case 'unknown-user':
      return new EntityNotFoundError('User', entry.user_id);
    case 'inactive-user':
      return new ValidationError(`User ${entry.user_id} is not active`, 'user_id');
    case 'unknown-content':
      return new EntityNotFoundError('Content', entry.content_item_id);
  }
}

/** Among many entries it is the list that is wrong, whatever is wrong with one of them. */
function refusalInList(refusal: Refusal, entry: CreateRecommendationDto): DomainError {
  const place = `recommendations[${refusal.index}]`;
  const field = refusal.reason === 'unknown-content' ? 'content_item_id' : 'user_id';
  return new ValidationError(`${place}: ${refusalOf(refusal, entry).message}`, `${place}.${field}`);
}

/** What feedback adds to the metadata: it replaces earlier feedback and leaves the rest. */
function toMetadata({ feedback: type, rating, comment, metadata }: FeedbackDto, now: Date): JsonObject {
  if (type === undefined && rating === undefined && comment === undefined)
    throw new ValidationError('At least one of feedback, rating and comment is required', 'feedback');
  return { ...metadata, feedback: { type, rating, comment, recorded_at: now.toISOString() } };
}

/** The rules of what is suggested to whom. */
@Injectable()
export class RecommendationsService {
  constructor(
    private readonly recommendations: RecommendationsRepository,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** @throws EntityNotFoundError, or ValidationError when the user is switched off */
  async create(entry: CreateRecommendationDto): Promise<RecommendationDto> {
    const outcome = await this.insert([entry]);
    if (!Array.isArray(outcome)) throw refusalOf(outcome, entry);
    return toRecommendationDto(outcome[0] as RecommendationRow);
  }

  /**
   * Stores all entries or none.
   * @throws ValidationError naming the first entry that cannot be stored
   */
  async createMany(entries: readonly CreateRecommendationDto[]): Promise<Page<RecommendationDto>> {
    const outcome = await this.insert(entries);
    if (!Array.isArray(outcome))
      throw refusalInList(outcome, entries[outcome.index] as CreateRecommendationDto);
    return wholePage(outcome.map(toRecommendationDto));
  }

  /** @throws EntityNotFoundError */
  async get(id: number, manager?: EntityManager): Promise<RecommendationDto> {
    const row = await this.recommendations.findById(id, manager);
    if (!row) throw new EntityNotFoundError('Recommendation', id);
    return toRecommendationDto(row);
  }

  update(
    id: number,
    input: UpdateRecommendationDto,
    precondition?: Precondition,
  ): Promise<RecommendationDto> {
    const { recommendation_score: recommendationScore, metadata: recMetadata } = input;
    return this.change(id, precondition, async (manager) =>
      toRecommendationDto(
        await this.recommendations.update(id, { recommendationScore, recMetadata }, manager),
      ),
    );
  }

  /** @throws ValidationError when nothing is said */
  async recordFeedback(
    id: number,
    feedback: FeedbackDto,
    precondition?: Precondition,
  ): Promise<RecommendationDto> {
    const now = this.clock.now();
    const patch = toMetadata(feedback, now);
    return this.change(id, precondition, async (manager) =>
      toRecommendationDto(
        await this.recommendations.recordFeedback(id, { patch, rating: feedback.rating, now }, manager),
      ),
    );
  }

  delete(id: number, precondition?: Precondition): Promise<void> {
    return this.change(id, precondition, (manager) => this.recommendations.delete(id, manager));
  }

  /**
   * Marks all as served or none; doing it again changes nothing.
   * @throws EntityNotFoundError naming the first id there is no recommendation of
   */
  async markServed(distinctIds: readonly number[]): Promise<MarkedAsServedDto> {
    const found = new Set(await this.recommendations.markServed(distinctIds, this.clock.now()));
    const unknown = distinctIds.find((id) => !found.has(id));
    if (unknown !== undefined) throw new EntityNotFoundError('Recommendation', unknown);
    return { marked_as_served: found.size };
  }

  private insert(entries: readonly CreateRecommendationDto[]): Promise<RecommendationRow[] | Refusal> {
    const hidesPrivate = this.config.get('content.hide-others-private');
    return this.recommendations.insert(entries, { now: this.clock.now(), hidesPrivate });
  }

  /** @throws EntityNotFoundError, DomainError PRECONDITION_FAILED */
  private change<T>(
    id: number,
    precondition: Precondition | undefined,
    write: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    return writeConditionally(this.recommendations.manager, {
      precondition,
      lock: async (manager) => {
        if (!(await this.recommendations.lock(id, manager)))
          throw new EntityNotFoundError('Recommendation', id);
      },
      show: (manager) => this.get(id, manager),
      write,
    });
  }
}
