import { ItemKnnModel, trainItemKnn } from './item-knn.js';
import { SparseMatrix } from './sparse-matrix.js';

/** Users by items:  1 1 0 0 / 1 1 1 0 / 1 0 0 0 / 0 0 1 0 */
const matrix = SparseMatrix.from({
  rows: 4,
  columns: 4,
  rowOf: Int32Array.of(0, 0, 1, 1, 1, 2, 3),
  columnOf: Int32Array.of(0, 1, 0, 1, 2, 0, 2),
  values: new Float32Array(7).fill(1),
});

function scoresOf(model: ItemKnnModel, ...items: number[]): number[] {
  const scores = new Float32Array(4).fill(9);
  model.score({ items: Int32Array.from(items), weights: new Float32Array(items.length).fill(1) }, scores);
  return [...scores];
}

const cosine = { '0 1': 2 / Math.sqrt(6), '0 2': 1 / Math.sqrt(6), '1 2': 1 / 2 };

describe('trainItemKnn', () => {
  it('scores an item by the cosines with the items of the history', () => {
    const model = trainItemKnn(matrix, { neighbours: 10 });
    const expected = [cosine['0 1'] + cosine['0 2'], cosine['1 2'], cosine['1 2'], 0];
    scoresOf(model, 1, 2).forEach((score, item) => {
      expect(score).toBeCloseTo(expected[item]!, 6);
    });
  });

  it('counts only the nearest neighbours of the item that is scored', () => {
    const model = trainItemKnn(matrix, { neighbours: 1 }); // 0 ← 1, 1 ← 0, 2 ← 1
    expect(scoresOf(model, 0)[1]).toBeCloseTo(cosine['0 1'], 6);
    expect(scoresOf(model, 0)[2]).toBe(0);
    expect(scoresOf(model, 1)[2]).toBeCloseTo(cosine['1 2'], 6);
  });
});

describe('ItemKnnModel', () => {
  it('explains a score by parts that add up to it', () => {
    const model = trainItemKnn(matrix, { neighbours: 10 });
    const history = { items: Int32Array.of(2, 1), weights: Float32Array.of(0.5, 1) };
    const scores = new Float32Array(4);
    model.score(history, scores);
    scores.forEach((score, item) => {
      const [first, second] = model.explain(history, item);
      expect(first! + second!).toBeCloseTo(score, 6);
    });
  });
});
