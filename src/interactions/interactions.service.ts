import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, daysBefore } from '../common/clock.js';
import { DomainError, EntityNotFoundError, ValidationError } from '../common/errors/domain.error.js';
import { type Page, wholePage } from '../common/http/page-of.dto.js';
import type { Precondition } from '../common/http/precondition.js';
import { ContentService } from '../content/content.service.js';
import { emptyPage } from '../database/page.js';
import { violatedForeignKey } from '../database/pg-errors.js';
import { writeConditionally } from '../database/write-conditionally.js';
import { UsersService } from '../users/users.service.js';
import {
  type CreateInteractionDto,
  type InteractionDto,
  toInteractionDto,
  type UpdateInteractionDto,
} from './interaction.dto.js';
import type { InteractionListRequest } from './interaction-list.js';
import type { InsertOutcome, RefusedInteraction } from './interaction-writes.queries.js';
import { InteractionsRepository } from './interactions.repository.js';
import type { InteractionType, UserInteraction } from './user-interaction.entity.js';

/** Which field of an interaction keeps it from being stored, and why. */
function problemOf({ isActive }: RefusedInteraction, userId: string): [field: string, problem: string] {
  if (isActive === null) return ['user_id', 'User not found'];
  if (!isActive) return ['user_id', `User ${userId} is not active`];
  return ['content_item_id', 'Content not found'];
}

/** The rules of what users do with content. */
@Injectable()
export class InteractionsService {
  constructor(
    private readonly interactions: InteractionsRepository,
    private readonly users: UsersService,
    private readonly content: ContentService,
    private readonly clock: Clock,
  ) {}

  /** @throws ValidationError when there is no such user or content, or the user is switched off */
  async create(input: CreateInteractionDto): Promise<InteractionDto> {
    const outcome = await this.insert([input]);
    if ('created' in outcome) return toInteractionDto(outcome.created[0] as UserInteraction);
    const [field, problem] = problemOf(outcome.refused, input.user_id);
    throw new ValidationError(problem, field);
  }

  /**
   * Stores all of them or none.
   * @throws ValidationError that names the first that cannot be stored
   */
  async createAll(inputs: CreateInteractionDto[]): Promise<Page<InteractionDto>> {
    const outcome = await this.insert(inputs);
    if ('created' in outcome) return wholePage(outcome.created.map(toInteractionDto));
    const { index } = outcome.refused;
    const [field, problem] = problemOf(outcome.refused, (inputs[index] as CreateInteractionDto).user_id);
    throw new ValidationError(`interactions[${index}]: ${problem}`, `interactions[${index}].${field}`);
  }

  /** @throws EntityNotFoundError */
  async get(id: number, manager?: EntityManager): Promise<InteractionDto> {
    const interaction = await this.interactions.findById(id, manager);
    if (!interaction) throw new EntityNotFoundError('Interaction', id);
    return toInteractionDto(interaction);
  }

  /** @throws DomainError NOT_FOUND when the user did nothing of this type with the content the caller may see */
  async getLatest(
    userId: string,
    contentId: number,
    type: InteractionType,
    callerId?: string,
  ): Promise<InteractionDto> {
    const interaction = (await this.content.isHidden(contentId, callerId))
      ? undefined
      : await this.interactions.findLatest(userId, contentId, type);
    if (interaction) return toInteractionDto(interaction);
    throw new DomainError(
      'NOT_FOUND',
      `No ${type} interaction found between user ${userId} and content ${contentId}`,
    );
  }

  async update(
    id: number,
    changes: UpdateInteractionDto,
    precondition?: Precondition,
  ): Promise<InteractionDto> {
    return this.change(id, precondition, async (manager) =>
      toInteractionDto(await this.interactions.update(id, changes, manager)),
    );
  }

  async delete(id: number, precondition?: Precondition): Promise<void> {
    await this.change(id, precondition, (manager) => this.interactions.delete(id, manager));
  }

  /** Content the caller may not see is content nothing was done with. */
  async listFor(
    callerId: string | undefined,
    request: InteractionListRequest,
  ): Promise<Page<InteractionDto>> {
    const { contentItemId } = request.search;
    if (contentItemId !== undefined && (await this.content.isHidden(contentItemId, callerId)))
      return emptyPage(request.definition, request.window);
    return this.list(request);
  }

  list({ definition, search, window }: InteractionListRequest): Promise<Page<InteractionDto>> {
    const { days, ...filter } = search;
    const createdFrom = days === undefined ? undefined : daysBefore(this.clock.now(), days);
    return this.interactions.list(definition, { ...filter, createdFrom }, window);
  }

  /** @throws EntityNotFoundError when there is no such user */
  async listOfUser(userId: string, request: InteractionListRequest): Promise<Page<InteractionDto>> {
    await this.users.assertExists(userId);
    return this.list(request);
  }

  /** @throws EntityNotFoundError when there is no such content, or none the caller may see */
  async listOfContent(
    contentId: number,
    request: InteractionListRequest,
    callerId?: string,
  ): Promise<Page<InteractionDto>> {
    await this.content.get('items', contentId, callerId);
    return this.list(request);
  }

  /** Content deleted between its check and its use is found missing by a second check. */
  private async insert(inputs: CreateInteractionDto[]): Promise<InsertOutcome> {
    const rules = { now: this.clock.now(), hidesPrivate: this.content.visibility(undefined) !== undefined };
    try {
      return await this.interactions.insert(inputs, rules);
    } catch (error) {
      if (violatedForeignKey(error) === undefined) throw error;
      return this.interactions.insert(inputs, rules);
    }
  }

  /** @throws EntityNotFoundError, DomainError PRECONDITION_FAILED */
  private change<T>(
    id: number,
    precondition: Precondition | undefined,
    write: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    return writeConditionally(this.interactions.manager, {
      precondition,
      lock: async (manager) => {
        if (!(await this.interactions.lock(id, manager))) throw new EntityNotFoundError('Interaction', id);
      },
      show: (manager) => this.get(id, manager),
      write,
    });
  }
}
