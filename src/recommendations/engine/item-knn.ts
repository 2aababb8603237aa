/**
 * Item-based nearest neighbours, a baseline: a score is the sum of cosines over those items of the history that are among
 * the k nearest of the scored item, as B. Sarwar et al. predict in "Item-Based Collaborative Filtering Recommendation
 * Algorithms", WWW 2001, there normalized for ratings. M. Deshpande, G. Karypis, "Item-Based Top-N Recommendation
 * Algorithms", ACM TOIS 22(1), 2004, cut the other way, to the k nearest of each item of the history, which leaves items
 * of few users without a score.
 */
import type { History, ItemModel } from './item-model.js';
import { SparseMatrix } from './sparse-matrix.js';
import { topN } from './top-n.js';

export interface ItemKnnParameters {
  /** How many of its most similar items an item is recommended by. */
  readonly neighbours: number;
}

/** An item scores the similarities of those items of the history that are among its neighbours. */
export class ItemKnnModel implements ItemModel {
  readonly algorithm = 'item-knn';

  /** Row i of `similarities` holds the items that have item i for a neighbour. */
  constructor(readonly similarities: SparseMatrix) {}

  get itemCount(): number {
    return this.similarities.columns;
  }

  score(history: History, scores: Float32Array): void {
    const { offsets, indices, values } = this.similarities;
    scores.fill(0);
    history.items.forEach((item, i) => {
      const weight = history.weights[i] as number;
      for (let at = offsets[item] as number; at < (offsets[item + 1] as number); at++) {
        const similar = indices[at] as number;
        scores[similar] = (scores[similar] as number) + weight * (values[at] as number);
      }
    });
  }

  explain(history: History, item: number): Float32Array {
    const { offsets, indices, values } = this.similarities;
    return history.weights.map((weight, i) => {
      const known = history.items[i] as number;
      const from = offsets[known] as number;
      const at = indices.subarray(from, offsets[known + 1]).indexOf(item);
      return at < 0 ? 0 : weight * (values[from + at] as number);
    });
  }
}

/** Learns from a matrix of users by items. */
export function trainItemKnn(matrix: SparseMatrix, { neighbours }: ItemKnnParameters): ItemKnnModel {
  const { columns } = matrix;
  const transposed = matrix.transpose();
  const norms = squaredNorms(matrix).map(Math.sqrt);
  const [rowOf, columnOf, similarities]: [number[], number[], number[]] = [[], [], []];
  const cosines = new Float32Array(columns);
  for (let item = 0; item < columns; item++) {
    addCoOccurrences(transposed, item, matrix, cosines.fill(0));
    for (let other = 0; other < columns; other++) {
      const together = cosines[other] as number;
      cosines[other] =
        together > 0 ? together / ((norms[item] as number) * (norms[other] as number)) : -Infinity;
    }
    cosines[item] = -Infinity;
    for (const neighbour of topN(cosines, neighbours)) {
      rowOf.push(neighbour);
      columnOf.push(item);
      similarities.push(cosines[neighbour] as number);
    }
  }
  return new ItemKnnModel(
    SparseMatrix.from({
      rows: columns,
      columns,
      rowOf: Int32Array.from(rowOf),
      columnOf: Int32Array.from(columnOf),
      values: Float32Array.from(similarities),
    }),
  );
}

function squaredNorms({ columns, indices, values }: SparseMatrix): Float64Array {
  const norms = new Float64Array(columns);
  indices.forEach((item, i) => {
    norms[item] = (norms[item] as number) + (values[i] as number) ** 2;
  });
  return norms;
}

/** Adds the row of XᵀX of an item. */
function addCoOccurrences(
  usersOf: SparseMatrix,
  item: number,
  { offsets, indices, values }: SparseMatrix,
  sums: Float32Array,
): void {
  for (let i = usersOf.offsets[item] as number; i < (usersOf.offsets[item + 1] as number); i++) {
    const user = usersOf.indices[i] as number;
    const weight = usersOf.values[i] as number;
    for (let at = offsets[user] as number; at < (offsets[user + 1] as number); at++) {
      const other = indices[at] as number;
      sums[other] = (sums[other] as number) + weight * (values[at] as number);
    }
  }
}
