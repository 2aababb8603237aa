import { EnumField, IntField, UuidField } from '../common/http/fields.decorators.js';
import { PageQuery } from '../common/http/page-query.dto.js';
import { largestInteger } from '../common/largest-integer.js';
import { interactionTypes } from './interaction.dto.js';
import { type InteractionListRequest, interactionLists } from './interaction-list.js';
import type { InteractionType } from './user-interaction.entity.js';

function TypeFilterField(): PropertyDecorator {
  return EnumField({
    description: 'Kind of interaction',
    name: 'InteractionType',
    values: interactionTypes,
    optional: true,
  });
}

function UserFilterField(): PropertyDecorator {
  return UuidField({ description: 'Who did it', optional: true });
}

function LeastRatingField(): PropertyDecorator {
  return IntField({ description: 'Least rating', optional: true, min: 1, max: 5 });
}

/** How far back a list goes; without a default, to the beginning. */
function DaysField(options: { default: number } | { optional: true }): PropertyDecorator {
  return IntField({ description: 'Only those of the last so many days', min: 1, max: 365, ...options });
}

/** Filters and paging of all interactions. */
export class InteractionsQuery extends PageQuery(interactionLists.all) {
  @UserFilterField()
  user_id?: string;

  @IntField({ description: 'What it was done with', optional: true, min: 1, max: largestInteger })
  content_item_id?: number;

  @TypeFilterField()
  interaction_type?: InteractionType;

  @LeastRatingField()
  min_rating?: number;

  @DaysField({ optional: true })
  days?: number;

  toRequest(): InteractionListRequest {
    const search = {
      userId: this.user_id,
      contentItemId: this.content_item_id,
      type: this.interaction_type,
      minRating: this.min_rating,
      days: this.days,
    };
    const definition = this.min_rating === undefined ? interactionLists.all : interactionLists.rated;
    return { definition, search, window: this.window() };
  }
}

/** Filters and paging of one user's interactions. */
export class UserInteractionsQuery extends PageQuery(interactionLists.byUser) {
  @TypeFilterField()
  interaction_type?: InteractionType;

  @DaysField({ optional: true })
  days?: number;

  toRequest(userId: string): InteractionListRequest {
    const search = { userId, type: this.interaction_type, days: this.days };
    return { definition: interactionLists.byUser, search, window: this.window() };
  }
}

/** Paging of the interactions of one type. */
export class InteractionsByTypeQuery extends PageQuery(interactionLists.byType) {
  toRequest(type: InteractionType): InteractionListRequest {
    return { definition: interactionLists.byType, search: { type }, window: this.window() };
  }
}

/** Paging of the interactions with one piece of content. */
export class InteractionsByContentQuery extends PageQuery(interactionLists.byContent) {
  toRequest(contentItemId: number): InteractionListRequest {
    return { definition: interactionLists.byContent, search: { contentItemId }, window: this.window() };
  }
}

/** Paging of the newest interactions, and how old they may be. */
export class RecentInteractionsQuery extends PageQuery(interactionLists.recent) {
  @UserFilterField()
  user_id?: string;

  @DaysField({ default: 7 })
  days!: number;

  toRequest(): InteractionListRequest {
    const search = { userId: this.user_id, days: this.days };
    return { definition: interactionLists.recent, search, window: this.window() };
  }
}

/** The same of one user. */
export class RecentInteractionsOfUserQuery extends PageQuery(interactionLists.recentOfUser) {
  @DaysField({ default: 30 })
  days!: number;

  toRequest(userId: string): InteractionListRequest {
    const search = { userId, days: this.days };
    return { definition: interactionLists.recentOfUser, search, window: this.window() };
  }
}

/** Paging of the interactions with the best ratings. */
export class TopRatedInteractionsQuery extends PageQuery(interactionLists.topRated) {
  @LeastRatingField()
  min_rating?: number;

  toRequest(): InteractionListRequest {
    const search = { minRating: this.min_rating ?? 1 };
    return { definition: interactionLists.topRated, search, window: this.window() };
  }
}
