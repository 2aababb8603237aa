import { randomEvents } from '../../../test/support/random-events.js';
import { AlsModel, trainAls, type AlsOptions } from './als.js';
import { invertPositiveDefinite } from './cholesky.js';
import { toMatrix } from './events.js';
import type { History } from './item-model.js';

const matrix = toMatrix(randomEvents({ users: 40, items: 30, events: 500 }));
const options: AlsOptions = { factors: 6, alpha: 3, regularization: 0.5, iterations: 8, seed: 5 };
const model = trainAls(matrix, options);
const history: History = { items: Int32Array.of(3, 7, 20), weights: Float32Array.of(1, 2, 0.5) };

/** (YᵀCY + λI)⁻¹, written out. */
function naiveInverse({ itemCount, parameters, itemFactors }: AlsModel, met: History): number[][] {
  const { factors, alpha, regularization } = parameters;
  const values = new Float64Array(factors * factors);
  for (let i = 0; i < factors; i++) {
    values[i * (factors + 1)]! += regularization;
    for (let j = 0; j < factors; j++) {
      for (let item = 0; item < itemCount; item++) {
        const weight = met.weights[met.items.indexOf(item)] ?? 0;
        values[i * factors + j]! +=
          (1 + alpha * weight) * itemFactors[item * factors + i]! * itemFactors[item * factors + j]!;
      }
    }
  }
  invertPositiveDefinite({ values, size: factors });
  return Array.from({ length: factors }, (_, i) => [...values.subarray(i * factors, (i + 1) * factors)]);
}

function factorsOf({ parameters: { factors }, itemFactors }: AlsModel, item: number): number[] {
  return [...itemFactors.subarray(item * factors, (item + 1) * factors)];
}

const dot = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** Mean score of what was met, and of everything else. */
function separation(trained: AlsModel): number {
  const scores = new Float32Array(matrix.columns);
  let [met, other, metCount] = [0, 0, 0];
  for (let user = 0; user < matrix.rows; user++) {
    const [from, to] = [matrix.offsets[user]!, matrix.offsets[user + 1]!];
    const items = matrix.indices.subarray(from, to);
    trained.score({ items, weights: matrix.values.subarray(from, to) }, scores);
    scores.forEach((score, item) => (items.includes(item) ? (met += score) : (other += score)));
    metCount += items.length;
  }
  return met / metCount - other / (matrix.rows * matrix.columns - metCount);
}

describe('trainAls', () => {
  it('scores what was met far above everything else', () => {
    expect(separation(model)).toBeGreaterThan(0.4);
  });

  it('gives the same model each time, and another one for another seed', () => {
    expect(trainAls(matrix, options).itemFactors).toEqual(model.itemFactors);
    expect(trainAls(matrix, { ...options, seed: 6 }).itemFactors).not.toEqual(model.itemFactors);
  });

  it('gives no factors to an item that nobody met', () => {
    const events = randomEvents({ users: 10, items: 8, events: 60 });
    const wider = trainAls(toMatrix({ ...events, itemCount: 9 }), options);
    expect(factorsOf(wider, 8).every((factor) => Math.abs(factor) < 1e-6)).toBe(true);
  });

  it('tells how far it is', () => {
    const told: number[] = [];
    trainAls(matrix, { ...options, iterations: 2, onProgress: (share) => told.push(share) });
    expect(told).toEqual([0.5, 1]);
  });
});

describe('AlsModel', () => {
  it('scores with the least squares solution for the history', () => {
    const inverse = naiveInverse(model, history);
    const rightSide = Array.from({ length: options.factors }, (_, k) =>
      history.items.reduce(
        (sum, item, i) => sum + (1 + 3 * history.weights[i]!) * factorsOf(model, item)[k]!,
        0,
      ),
    );
    const user = inverse.map((row) => dot(row, rightSide));
    const scores = new Float32Array(model.itemCount);
    model.score(history, scores);
    scores.forEach((score, item) => {
      expect(score).toBeCloseTo(dot(user, factorsOf(model, item)), 5);
    });
  });

  it('explains a score by parts that add up to it', () => {
    const scores = new Float32Array(model.itemCount);
    model.score(history, scores);
    for (let item = 0; item < model.itemCount; item++) {
      const parts = model.explain(history, item);
      expect(parts).toHaveLength(3);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(scores[item]!, 5);
    }
  });

  it('scores nothing for a user who did nothing', () => {
    const scores = new Float32Array(model.itemCount).fill(1);
    model.score({ items: new Int32Array(0), weights: new Float32Array(0) }, scores);
    expect(scores.every((score) => score === 0)).toBe(true);
  });
});
