import type { Sql } from 'sql-template-tag';
import type { PopularItems } from '../../popularity/popular-items.js';
import type { ServingModel } from '../../models/serving-model.js';
import type { Audience } from '../../eligibility.js';
import type { Taste } from '../taste.js';
import type { ModelScores } from './model-scores.js';

/** For whom a recommendation is made, and all it is made from. */
export interface Occasion {
  readonly audience: Audience;
  readonly now: Date;
  readonly taste: Taste;
  readonly model: ServingModel | undefined;
  /** What the model says of this user; undefined when there is no model, or it knows none of the user's items. */
  readonly scores: ModelScores | undefined;
  readonly popular: PopularItems;
}

/** Names of the sources, as stored with each recommendation. */
export type SourceName = 'model' | 'fold-in' | 'tags' | 'popular' | 'trending' | 'recent';

export function isOfModel(source: SourceName): boolean {
  return source === 'model' || source === 'fold-in';
}

/** One way to find items for a user. */
export interface RecommendationSource {
  /**
   * Queries of the ids it proposes, as column `id`, each to be asked only when those before left too few to choose from;
   * none when it has nothing to say of this user. A query may name items that must not be shown.
   */
  proposals(occasion: Occasion): Iterable<Sql>;
}
