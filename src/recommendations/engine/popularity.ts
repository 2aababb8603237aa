import type { History, ItemModel } from './item-model.js';
import type { SparseMatrix } from './sparse-matrix.js';

/** The same for everybody: items by the number of users who met them. */
export class PopularityModel implements ItemModel {
  readonly algorithm = 'popularity';

  constructor(readonly userCounts: Float32Array) {}

  get itemCount(): number {
    return this.userCounts.length;
  }

  score(_history: History, scores: Float32Array): void {
    scores.set(this.userCounts);
  }

  explain({ items }: History): Float32Array {
    return new Float32Array(items.length);
  }
}

export function trainPopularity({ columns, indices }: SparseMatrix): PopularityModel {
  const userCounts = new Float32Array(columns);
  for (const item of indices) userCounts[item] = (userCounts[item] as number) + 1;
  return new PopularityModel(userCounts);
}
