import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { isDeadlock, violatedForeignKey } from '../../database/pg-errors.js';
import { PreparedStatements } from '../../database/prepared-statements.js';
import { toRecommendationDto } from '../recommendation.dto.js';
import type { RecommendationRow } from '../recommendation-rows.queries.js';
import { readCandidates } from './candidates.queries.js';
import { pickDiverse } from './diversity.js';
import { type Assignment, assignArm } from './experiment-arm.js';
import type { GeneratedRecommendationsDto, GenerateRecommendationsDto } from './generate.dto.js';
import { toGeneratedItems } from './generated-items.js';
import { type GeneratedItem, type Generation, readGenerated, storeGenerated } from './generated.queries.js';
import { OccasionReader } from './occasion.reader.js';
import { type Proposed, rank } from './ranking.js';
import { type Recipe, recipeFor } from './recipes.js';
import type { Occasion } from './sources/recommendation-source.js';
import { sources } from './sources/sources.js';

/** Candidates that are enough to choose from: the chain is asked no further. */
function enoughFor(limit: number): number {
  return Math.max(30, 3 * limit);
}

/** An item was deleted between being found and being stored, or two writers of the same rows met. */
function wasOvertaken(error: unknown): boolean {
  return violatedForeignKey(error) === 'fk_recommendations_content' || isDeadlock(error);
}

/**
 * Recommends content to a user: asks the sources of the label's recipe in turn for candidates that may be shown, ranks
 * them by the recipe's weights, picks a varied few and stores them with the reason for each.
 */
@Injectable()
export class RecommendationGenerationService {
  constructor(
    private readonly occasions: OccasionReader,
    private readonly statements: PreparedStatements,
    private readonly config: AppConfig,
  ) {}

  /**
   * Asked again with nothing changed, it answers the same and stores nothing.
   * @throws EntityNotFoundError, ValidationError when there is no such user or the account is switched off
   */
  async generate(input: GenerateRecommendationsDto): Promise<GeneratedRecommendationsDto> {
    const rows = await this.generateRows(input).catch((error: unknown) => {
      if (!wasOvertaken(error)) throw error;
      return this.generateRows(input);
    });
    return {
      algorithm_version: input.algorithm_version,
      recommendations: rows.map(toRecommendationDto),
    };
  }

  private async generateRows(input: GenerateRecommendationsDto): Promise<RecommendationRow[]> {
    const { user_id: userId, algorithm_version: label, limit } = input;
    const assignment = assignArm(this.config.get('recommender.experiments'), userId, label);
    const occasion = await this.occasions.read(userId);
    const recipe = recipeFor(assignment?.arm.algorithm ?? label, occasion.taste.isUnknown);
    const ranked = rank(await this.gather(recipe, occasion, limit), recipe.weights, occasion);
    const diversity = assignment?.arm.diversity ?? this.config.get('recommender.diversity');
    const picked = pickDiverse(ranked, limit, diversity);
    const generation = toGeneration(label, occasion, assignment);
    const items = await toGeneratedItems(this.statements, picked, occasion, generation);
    return this.store(items, generation);
  }

  /** Asks the sources in turn, and each for more, until there is enough to choose from. */
  private async gather({ chain }: Recipe, occasion: Occasion, limit: number): Promise<Proposed[]> {
    const proposed = new Map<number, Proposed>();
    for (const source of chain) {
      for (const proposals of sources[source].proposals(occasion)) {
        for (const candidate of await readCandidates(this.statements, proposals, occasion.audience)) {
          if (!proposed.has(candidate.id)) proposed.set(candidate.id, { candidate, source });
        }
        if (proposed.size >= enoughFor(limit)) return [...proposed.values()];
      }
    }
    return [...proposed.values()];
  }

  /** The stored rows in the order of the items. */
  private async store(items: readonly GeneratedItem[], generation: Generation): Promise<RecommendationRow[]> {
    if (items.length === 0) return [];
    const ids = items.map(({ content_id: id }) => id);
    const written = await storeGenerated(this.statements, items, generation);
    const rows =
      written.length === items.length ? written : await readGenerated(this.statements, ids, generation);
    const place = new Map(ids.map((id, index) => [id, index]));
    const placeOf = ({ contentItemId }: RecommendationRow): number => place.get(contentItemId as number) ?? 0;
    return rows.sort((a, b) => placeOf(a) - placeOf(b));
  }
}

function toGeneration(
  label: string,
  { audience, model, now }: Occasion,
  assignment: Assignment | undefined,
): Generation {
  const { experiment = null, arm } = assignment ?? {};
  return { audience, label, modelId: model?.id ?? null, experiment, arm: arm?.name ?? null, now };
}
