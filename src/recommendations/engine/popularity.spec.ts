import { trainPopularity } from './popularity.js';
import { SparseMatrix } from './sparse-matrix.js';

describe('trainPopularity', () => {
  it('scores an item by the number of its users, whoever asks', () => {
    const model = trainPopularity(
      SparseMatrix.from({
        rows: 3,
        columns: 3,
        rowOf: Int32Array.of(0, 1, 1, 2),
        columnOf: Int32Array.of(2, 2, 0, 2),
        values: Float32Array.of(1, 7, 1, 1),
      }),
    );
    const scores = new Float32Array(3);
    const history = { items: Int32Array.of(2), weights: Float32Array.of(5) };
    model.score(history, scores);
    expect([...scores]).toEqual([1, 0, 3]);
    expect([...model.explain(history)]).toEqual([0]);
  });
});
