import { randomEvents } from '../../../test/support/random-events.js';
import { invertPositiveDefinite } from './cholesky.js';
import { weightsByUsers } from './ease-by-users.js';
import { EaseModel, easeMostItems, trainEase, weightsByItems } from './ease.js';
import { toMatrix } from './events.js';

const few = toMatrix(randomEvents({ users: 20, items: 45, events: 300 }));
const many = toMatrix(randomEvents({ users: 80, items: 12, events: 500 }));

/** B by the formula of the paper, place by place. */
function naiveWeights({ rows, columns, offsets, indices, values }: typeof few, lambda: number): number[] {
  const x = Array.from({ length: rows }, () => Array<number>(columns).fill(0));
  x.forEach((row, u) => {
    for (let at = offsets[u]!; at < offsets[u + 1]!; at++) row[indices[at]!] = values[at]!;
  });
  const gram = x[0]!.map((_, i) => x[0]!.map((__, j) => x.reduce((sum, row) => sum + row[i]! * row[j]!, 0)));
  const p = {
    size: columns,
    values: Float64Array.from(gram.flatMap((row, i) => row.map((g, j) => (i === j ? g + lambda : g)))),
  };
  invertPositiveDefinite(p);
  return Array.from(p.values, (value, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    return i === j ? 0 : -value / p.values[j * columns + j]!;
  });
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  const worst = Math.max(...Array.from(actual, (value, i) => Math.abs(value - expected[i]!)));
  expect(worst).toBeLessThan(tolerance);
}

describe('trainEase', () => {
  it.each([
    ['few users', few],
    ['many users', many],
  ])('gives the weights of the formula for %s', (_, matrix) => {
    expectClose(trainEase(matrix, { lambda: 5 }).weights, naiveWeights(matrix, 5), 1e-6);
  });

  it('comes to the same by users as by items', () => {
    for (const matrix of [few, many]) expectClose(weightsByUsers(matrix, 3), weightsByItems(matrix, 3), 1e-6);
  });

  it('gives the same model each time', () => {
    const train = (): EaseModel => trainEase(few, { lambda: 3 });
    expect(train().weights).toEqual(train().weights);
  });

  it('refuses more items than there is memory for', () => {
    const wide = toMatrix({
      ...randomEvents({ users: 5, items: 10, events: 20 }),
      itemCount: easeMostItems + 1,
    });
    expect(() => trainEase(wide, { lambda: 1 })).toThrow('EASE takes 20000 items at most, not 20001');
  });

  it.each([0, -1, NaN])('refuses a λ of %p', (lambda) => {
    expect(() => trainEase(few, { lambda })).toThrow(RangeError);
  });
});

describe('EaseModel', () => {
  const weights = Float32Array.of(0, 1, 2, 3, 0, 4, 5, 6, 0);
  const model = new EaseModel(3, { lambda: 1 }, weights);
  const history = { items: Int32Array.of(2, 0), weights: Float32Array.of(1, 0.5) };

  it('adds up the rows of the items met, by weight', () => {
    const scores = Float32Array.of(9, 9, 9);
    model.score(history, scores);
    expect([...scores]).toEqual([5, 6.5, 1]);
  });

  it('explains a score by what each item met adds to it', () => {
    expect([...model.explain(history, 1)]).toEqual([6, 0.5]);
  });

  it('scores nothing for a user who did nothing', () => {
    const scores = Float32Array.of(9, 9, 9);
    model.score({ items: new Int32Array(0), weights: new Float32Array(0) }, scores);
    expect([...scores]).toEqual([0, 0, 0]);
  });
});
