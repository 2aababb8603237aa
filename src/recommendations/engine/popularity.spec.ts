import { trainPopularity } from './popularity.js';
import { SparseMatrix } from './sparse-matrix.js';

/** Item 2 is met by all three users, lightly; item 0 by one, heavily. */
const matrix = SparseMatrix.from({
  rows: 3,
  columns: 3,
  rowOf: Int32Array.of(0, 1, 1, 2),
  columnOf: Int32Array.of(2, 2, 0, 2),
  values: Float32Array.of(1, 1, 7, 1),
});
const history = { items: Int32Array.of(2), weights: Float32Array.of(5) };

describe('trainPopularity', () => {
  it.each([
    ['users', [1, 0, 3]],
    ['weights', [7, 0, 3]],
  ] as const)('scores an item by its %s, whoever asks', (measure, expected) => {
    const model = trainPopularity(matrix, measure);
    const scores = new Float32Array(3);
    model.score(history, scores);
    expect([...scores]).toEqual(expected);
    expect([...model.explain(history)]).toEqual([0]);
  });
});
