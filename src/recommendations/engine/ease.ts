/**
 * EASE^R: H. Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, arXiv:1905.03375.
 *
 * The weights B that best recreate each user's row of X from the user's other items: min ‖X − XB‖² + λ‖B‖² with zeros on
 * the diagonal. With P = (XᵀX + λI)⁻¹ they are Bᵢⱼ = −Pᵢⱼ / Pⱼⱼ (equation 8 there).
 */
import { invertPositiveDefinite, type OnProgress } from './cholesky.js';
import { weightsByUsers } from './ease-by-users.js';
import { addToDiagonal, gramOf } from './gram.js';
import type { History, ItemModel } from './item-model.js';
import type { SparseMatrix } from './sparse-matrix.js';

export interface EaseParameters {
  /** λ: what each squared weight costs. */
  readonly lambda: number;
}

export interface EaseOptions extends EaseParameters {
  readonly onProgress?: OnProgress;
}

/** Row i of `weights` is what having met item i adds to the score of every item; the diagonal is zero. */
export class EaseModel implements ItemModel {
  readonly algorithm = 'ease';

  constructor(
    readonly itemCount: number,
    readonly parameters: EaseParameters,
    readonly weights: Float32Array,
  ) {}

  score(history: History, scores: Float32Array): void {
    scores.fill(0);
    history.items.forEach((item, i) => {
      const strength = history.weights[i] as number;
      const row = this.weights.subarray(item * this.itemCount, (item + 1) * this.itemCount);
      for (let j = 0; j < row.length; j++) scores[j] = (scores[j] as number) + strength * (row[j] as number);
    });
  }

  explain(history: History, item: number): Float32Array {
    const rowOf = (i: number): number => (history.items[i] as number) * this.itemCount;
    return history.weights.map((strength, i) => strength * (this.weights[rowOf(i) + item] as number));
  }
}

/** Weights of more items than these take more memory than a process should: 1.6 GB of them, and twice that to find them. */
export const easeMostItems = 20_000;

/**
 * Learns from a matrix of users by items.
 * @throws RangeError when λ is not above 0, or there are more items than `easeMostItems`.
 */
export function trainEase(matrix: SparseMatrix, { lambda, onProgress }: EaseOptions): EaseModel {
  if (matrix.columns > easeMostItems) {
    throw new RangeError(`EASE takes ${easeMostItems} items at most, not ${matrix.columns}`);
  }
  if (!(lambda > 0)) throw new RangeError(`the λ of EASE is a number above 0, not ${lambda}`);
  const solve = isSmallerByUsers(matrix) ? weightsByUsers : weightsByItems;
  return new EaseModel(matrix.columns, { lambda }, solve(matrix, lambda, onProgress));
}

/** Compares the multiply-adds of both ways. */
function isSmallerByUsers({ rows, columns, entryCount }: SparseMatrix): boolean {
  return rows ** 3 / 2 + entryCount * (rows + columns) < columns ** 3 / 2;
}

/** B. */
export function weightsByItems(matrix: SparseMatrix, lambda: number, onProgress?: OnProgress): Float32Array {
  const inverse = gramOf(matrix);
  addToDiagonal(inverse, lambda);
  invertPositiveDefinite(inverse, onProgress);
  const { values, size } = inverse;
  const weights = new Float32Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      weights[i * size + j] = -(values[i * size + j] as number) / (values[j * size + j] as number);
    }
    weights[i * size + i] = 0;
  }
  return weights;
}
