import type { SqlExecutor } from '../../database/run-sql.js';
import type { GeneratedItem, Generation } from './generated.queries.js';
import { readNames } from './names.queries.js';
import { type Ranked, rounded } from './ranking.js';
import { groundOf, type Reason, toReason } from './reasons.js';
import { isOfModel, type Occasion } from './sources/recommendation-source.js';

function distinct<T>(values: readonly (T | undefined)[]): T[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}

async function reasonsOf(
  executor: SqlExecutor,
  picked: readonly Ranked[],
  occasion: Occasion,
): Promise<Reason[]> {
  const grounds = picked.map((ranked) => groundOf(ranked, occasion));
  const contentIds = distinct(grounds.map(({ contentId }) => contentId));
  const tagKeys = distinct(grounds.map(({ tagKey }) => tagKey));
  const names = await readNames(executor, contentIds, tagKeys);
  return picked.map((ranked, index) => toReason(ranked, grounds[index] ?? {}, names, occasion));
}

/** What is stored of each pick, with what clients read in `rec_metadata`. */
export async function toGeneratedItems(
  executor: SqlExecutor,
  picked: readonly Ranked[],
  occasion: Occasion,
  { label, modelId, experiment, arm }: Generation,
): Promise<GeneratedItem[]> {
  const reasons = await reasonsOf(executor, picked, occasion);
  return picked.map(({ candidate, score, source, components }, index) => {
    const { text, contentId } = reasons[index] as Reason;
    return {
      content_id: candidate.id,
      score,
      source,
      metadata: {
        generated_by: label,
        source,
        components: rounded(components),
        reason: text,
        because_of: contentId ?? null,
        model_id: isOfModel(source) ? modelId : null,
        experiment: experiment === null ? null : { name: experiment, arm },
      },
    };
  });
}
