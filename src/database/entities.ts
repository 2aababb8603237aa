import { ApiKey } from '../api-keys/api-key.entity.js';
import { ContentItem } from '../content/content-item.entity.js';
import { GenerationJobEvent } from '../generation-jobs/generation-job-event.entity.js';
import { GenerationJob } from '../generation-jobs/generation-job.entity.js';
import { UserInteraction } from '../interactions/user-interaction.entity.js';
import { Recommendation } from '../recommendations/recommendation.entity.js';
import { RecommenderModel } from '../recommendations/recommender-model.entity.js';
import { TagCardinalityStat } from '../tags/tag-cardinality-stat.entity.js';
import { TagParent } from '../tags/tag-parent.entity.js';
import { TagRating } from '../tags/tag-rating.entity.js';
import { Tag } from '../tags/tag.entity.js';
import { UserFavoriteTag } from '../tags/user-favorite-tag.entity.js';
import { User } from '../users/user.entity.js';

/** The tables written through TypeORM; events, counters and junctions are written by SQL alone. */
export const entities = [
  ApiKey,
  ContentItem,
  GenerationJob,
  GenerationJobEvent,
  Recommendation,
  RecommenderModel,
  Tag,
  TagCardinalityStat,
  TagParent,
  TagRating,
  User,
  UserFavoriteTag,
  UserInteraction,
];
