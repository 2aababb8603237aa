import { addToDiagonal, gramOf } from './gram.js';
import { SparseMatrix } from './sparse-matrix.js';

/** 1 0 2 / 3 1 0 */
const matrix = SparseMatrix.from({
  rows: 2,
  columns: 3,
  rowOf: Int32Array.of(0, 0, 1, 1),
  columnOf: Int32Array.of(0, 2, 0, 1),
  values: Float32Array.of(1, 2, 3, 1),
});

describe('gramOf', () => {
  it('is the product of the matrix, turned, with itself, below the diagonal and on it', () => {
    expect(gramOf(matrix)).toEqual({ size: 3, values: Float64Array.of(10, 0, 0, 3, 1, 0, 2, 0, 4) });
  });
});

describe('addToDiagonal', () => {
  it('adds there and nowhere else', () => {
    const square = { size: 2, values: Float64Array.of(1, 2, 3, 4) };
    addToDiagonal(square, 10);
    expect([...square.values]).toEqual([11, 2, 3, 14]);
  });
});
