import { invertPositiveDefinite } from './cholesky.js';
import type { SquareMatrix } from './panel.js';
import { seededRandom } from './random.js';

/** RRᵀ + size/10 · I for a random R. */
function positiveDefinite(size: number): number[][] {
  const random = seededRandom(size);
  const r = Array.from({ length: size }, () => Array.from({ length: size }, () => random() - 0.5));
  return r.map((a, i) => r.map((b, j) => a.reduce((sum, x, k) => sum + x * b[k]!, i === j ? size / 10 : 0)));
}

/** The inverse by Gauss and Jordan: the textbook's way, without regard for symmetry. */
function naiveInverse(matrix: number[][]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    const pivotRow = rows[column]!;
    const pivot = pivotRow[column]!;
    pivotRow.forEach((value, k) => (pivotRow[k] = value / pivot));
    rows.forEach((row, i) => {
      const factor = row[column]!;
      if (i !== column) row.forEach((value, k) => (row[k] = value - factor * pivotRow[k]!));
    });
  }
  return rows.map((row) => row.slice(size));
}

function lowerOf(matrix: number[][]): SquareMatrix {
  const size = matrix.length;
  const values = matrix.flatMap((row, i) => row.map((value, j) => (j > i ? NaN : value)));
  return { values: Float64Array.from(values), size };
}

describe('invertPositiveDefinite', () => {
  it.each([1, 2, 3, 7, 63, 64, 65, 130, 200])(
    'inverts a matrix of %i rows from its lower triangle',
    (size) => {
      const matrix = positiveDefinite(size);
      const inverse = lowerOf(matrix);
      invertPositiveDefinite(inverse);
      const expected = naiveInverse(matrix).flat();
      const worst = Math.max(...inverse.values.map((value, i) => Math.abs(value - expected[i]!)));
      expect(worst).toBeLessThan(1e-9);
    },
  );

  it('is symmetric to the last bit', () => {
    const { values } = ((matrix) => (invertPositiveDefinite(matrix), matrix))(lowerOf(positiveDefinite(70)));
    for (let i = 0; i < 70; i++)
      for (let j = 0; j < i; j++) expect(values[i * 70 + j]).toBe(values[j * 70 + i]);
  });

  it.each([
    [
      'a negative number on the diagonal',
      [
        [1, 0],
        [0, -1],
      ],
    ],
    [
      'a row that is a multiple of another',
      [
        [1, 2],
        [2, 4],
      ],
    ],
    [
      'what is no number',
      [
        [1, 0],
        [NaN, 1],
      ],
    ],
  ])('refuses %s', (_, matrix) => {
    expect(() => {
      invertPositiveDefinite(lowerOf(matrix));
    }).toThrow(/not positive definite: row 1/);
  });

  it('tells how far it is, up to the end', () => {
    const told: number[] = [];
    invertPositiveDefinite(lowerOf(positiveDefinite(130)), (share) => told.push(share));
    expect(told).toHaveLength(9);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });
});
