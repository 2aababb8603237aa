import { Injectable } from '@nestjs/common';
import { Clock, daysBefore } from '../common/clock.js';
import { roundTo } from '../common/round.js';
import type { Page } from '../common/http/page-of.dto.js';
import { ContentService } from '../content/content.service.js';
import type { UserStatsDto } from '../users/user.dto.js';
import { UsersService } from '../users/users.service.js';
import type { InteractionDto, UserInteractionsQuery } from './interaction.dto.js';
import { InteractionsRepository } from './interactions.repository.js';

/** The rules of what users do with content. */
@Injectable()
export class InteractionsService {
  constructor(
    private readonly interactions: InteractionsRepository,
    private readonly users: UsersService,
    private readonly content: ContentService,
    private readonly clock: Clock,
  ) {}

  async listByUser(userId: string, query: UserInteractionsQuery): Promise<Page<InteractionDto>> {
    await this.users.assertExists(userId);
    const createdFrom = query.days === undefined ? undefined : daysBefore(this.clock.now(), query.days);
    return this.interactions.list({ userId, type: query.interaction_type, createdFrom }, query.window());
  }

  async statsOf(userId: string): Promise<UserStatsDto> {
    await this.users.assertExists(userId);
    const totals = await this.interactions.totalsOf(userId);
    return {
      total_interactions: totals.total,
      content_created: await this.content.countRegularBy(userId),
      avg_rating_given: roundTo(totals.averageRating ?? 0, 2),
    };
  }
}
