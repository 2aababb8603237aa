import type { MigrationInterface } from 'typeorm';
import { CreateExtensions1795132800000 } from './1795132800000-create-extensions.js';
import { CreateColumnGuard1795132830000 } from './1795132830000-create-column-guard.js';
import { CreateUsers1795132860000 } from './1795132860000-create-users.js';
import { CreateContentItems1795132920000 } from './1795132920000-create-content-items.js';
import { CreateTags1795132980000 } from './1795132980000-create-tags.js';
import { CreateTagRatings1795133040000 } from './1795133040000-create-tag-ratings.js';
import { CreateUserFavoriteTags1795133100000 } from './1795133100000-create-user-favorite-tags.js';
import { CreateContentTags1795133160000 } from './1795133160000-create-content-tags.js';
import { CreateTagCardinalityStats1795133220000 } from './1795133220000-create-tag-cardinality-stats.js';
import { CreateCounters1795133280000 } from './1795133280000-create-counters.js';
import { CountContent1795133340000 } from './1795133340000-count-content.js';
import { CreateUserInteractions1795133400000 } from './1795133400000-create-user-interactions.js';
import { CreateRecommenderModels1795133460000 } from './1795133460000-create-recommender-models.js';
import { CreateRecommendations1795133520000 } from './1795133520000-create-recommendations.js';
import { CreateGenerationJobs1795133580000 } from './1795133580000-create-generation-jobs.js';
import { CreateIdempotencyKeys1795133640000 } from './1795133640000-create-idempotency-keys.js';
import { CreateApiKeys1795133700000 } from './1795133700000-create-api-keys.js';
import { CreateRouteAnalytics1795133760000 } from './1795133760000-create-route-analytics.js';
import { CreateGenerationAnalytics1795133820000 } from './1795133820000-create-generation-analytics.js';
import { CreateEventPartitionFunctions1795133880000 } from './1795133880000-create-event-partition-functions.js';
import { CreateAnalyticsDirtyHours1795133940000 } from './1795133940000-create-analytics-dirty-hours.js';
import { CreateSearchWords1795134000000 } from './1795134000000-create-search-words.js';
import { CreateContentChanges1795134060000 } from './1795134060000-create-content-changes.js';
import { IndexCounterChanges1795134120000 } from './1795134120000-index-counter-changes.js';
import { CountInteractions1795134180000 } from './1795134180000-count-interactions.js';
import { IndexRatedInteractions1795134210000 } from './1795134210000-index-rated-interactions.js';
import { CreateContentPopularity1795134240000 } from './1795134240000-create-content-popularity.js';
import { JudgeServedRecommendations1795134300000 } from './1795134300000-judge-served-recommendations.js';
import { WithdrawRecommenderModels1795134360000 } from './1795134360000-withdraw-recommender-models.js';
import { DetachContentInParts1795134420000 } from './1795134420000-detach-content-in-parts.js';
import { QueueGenerationJobs1795134480000 } from './1795134480000-queue-generation-jobs.js';
import { StoreGeneratedFiles1795134540000 } from './1795134540000-store-generated-files.js';

/** Every migration, oldest first; a contract test holds the list against the folder. */
export const migrations: (new () => MigrationInterface)[] = [
  CreateExtensions1795132800000,
  CreateColumnGuard1795132830000,
  CreateUsers1795132860000,
  CreateContentItems1795132920000,
  CreateTags1795132980000,
  CreateTagRatings1795133040000,
  CreateUserFavoriteTags1795133100000,
  CreateContentTags1795133160000,
  CreateTagCardinalityStats1795133220000,
  CreateCounters1795133280000,
  CountContent1795133340000,
  CreateUserInteractions1795133400000,
  CreateRecommenderModels1795133460000,
  CreateRecommendations1795133520000,
  CreateGenerationJobs1795133580000,
  CreateIdempotencyKeys1795133640000,
  CreateApiKeys1795133700000,
  CreateRouteAnalytics1795133760000,
  CreateGenerationAnalytics1795133820000,
  CreateEventPartitionFunctions1795133880000,
  CreateAnalyticsDirtyHours1795133940000,
  CreateSearchWords1795134000000,
  CreateContentChanges1795134060000,
  IndexCounterChanges1795134120000,
  CountInteractions1795134180000,
  IndexRatedInteractions1795134210000,
  CreateContentPopularity1795134240000,
  JudgeServedRecommendations1795134300000,
  WithdrawRecommenderModels1795134360000,
  DetachContentInParts1795134420000,
  QueueGenerationJobs1795134480000,
  StoreGeneratedFiles1795134540000,
];
