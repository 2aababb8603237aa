import type { History, ItemModel } from './item-model.js';
import type { SparseMatrix } from './sparse-matrix.js';

/** The same for everybody: the scores are those of the items, whoever asks. */
export class PopularityModel implements ItemModel {
  readonly algorithm = 'popularity';

  constructor(private readonly itemScores: Float32Array) {}

  get itemCount(): number {
    return this.itemScores.length;
  }

  score(_history: History, scores: Float32Array): void {
    scores.set(this.itemScores);
  }

  explain({ items }: History): Float32Array {
    return new Float32Array(items.length);
  }
}

/** What makes an item popular: the number of users who met it, or the sum of their weights. */
export type PopularityMeasure = 'users' | 'weights';

/** Where acts weigh less with age, popularity by weights is what is popular of late. */
export function trainPopularity(matrix: SparseMatrix, measure: PopularityMeasure = 'users'): PopularityModel {
  return new PopularityModel(measure === 'users' ? userCounts(matrix) : weightSums(matrix));
}

/** How many users met each item. */
export function userCounts({ columns, indices }: SparseMatrix): Float32Array {
  const counts = new Float32Array(columns);
  for (const item of indices) counts[item] = (counts[item] as number) + 1;
  return counts;
}

function weightSums({ columns, indices, values }: SparseMatrix): Float32Array {
  const sums = new Float64Array(columns);
  indices.forEach((item, i) => (sums[item] = (sums[item] as number) + (values[i] as number)));
  return Float32Array.from(sums);
}
