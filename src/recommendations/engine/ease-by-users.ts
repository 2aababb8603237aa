/**
 * The weights of EASE where there are fewer users than items, by the identity of M. A. Woodbury ("Inverting modified
 * matrices", 1950): P = (XᵀX + λI)⁻¹ = (I − Q) / λ with Q = XᵀK⁻¹X and K = XXᵀ + λI, which has a row for each user
 * instead of each item. Off the diagonal this makes Bᵢⱼ = −Pᵢⱼ / Pⱼⱼ = Qᵢⱼ / (1 − Qⱼⱼ).
 */
import { invertPositiveDefinite, type OnProgress } from './cholesky.js';
import { addToDiagonal, gramOf } from './gram.js';
import type { SquareMatrix } from './panel.js';
import type { SparseMatrix } from './sparse-matrix.js';

/** B. */
export function weightsByUsers(matrix: SparseMatrix, lambda: number, onProgress?: OnProgress): Float32Array {
  const { columns } = matrix;
  const transposed = matrix.transpose();
  const inverse = gramOf(transposed);
  addToDiagonal(inverse, lambda);
  invertPositiveDefinite(inverse, onProgress);
  const solved = denseProduct(inverse, matrix);
  const weights = new Float32Array(columns * columns);
  const remainders = new Float64Array(columns);
  const q = new Float64Array(columns);
  for (let i = 0; i < columns; i++) {
    q.fill(0);
    addProductRow(transposed, i, solved, q);
    remainders[i] = 1 - (q[i] as number);
    q[i] = 0;
    weights.set(q, i * columns);
  }
  for (let place = 0; place < weights.length; place++) {
    weights[place] = (weights[place] as number) / (remainders[place % columns] as number);
  }
  return weights;
}

/** K⁻¹X, its rows one after the other. */
function denseProduct({ values, size }: SquareMatrix, matrix: SparseMatrix): Float32Array {
  const product = new Float32Array(size * matrix.columns);
  const sums = new Float64Array(matrix.columns);
  for (let row = 0; row < size; row++) {
    sums.fill(0);
    for (let other = 0; other < size; other++) {
      const factor = values[row * size + other] as number;
      const end = matrix.offsets[other + 1] as number;
      for (let i = matrix.offsets[other] as number; i < end; i++) {
        const column = matrix.indices[i] as number;
        sums[column] = (sums[column] as number) + factor * (matrix.values[i] as number);
      }
    }
    product.set(sums, row * matrix.columns);
  }
  return product;
}

/** Adds row i of left · right. */
function addProductRow(left: SparseMatrix, row: number, right: Float32Array, sums: Float64Array): void {
  for (let i = left.offsets[row] as number; i < (left.offsets[row + 1] as number); i++) {
    const start = (left.indices[i] as number) * sums.length;
    const factor = left.values[i] as number;
    for (let j = 0; j < sums.length; j++) {
      sums[j] = (sums[j] as number) + factor * (right[start + j] as number);
    }
  }
}
