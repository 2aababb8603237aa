import fc from 'fast-check';
import { SparseMatrix } from './sparse-matrix.js';

const entries = fc.array(fc.tuple(fc.nat(4), fc.nat(6), fc.integer({ min: 1, max: 9 })), { maxLength: 40 });

function matrixOf(list: [number, number, number][]): SparseMatrix {
  return SparseMatrix.from({
    rows: 5,
    columns: 7,
    rowOf: Int32Array.from(list, ([row]) => row),
    columnOf: Int32Array.from(list, ([, column]) => column),
    values: Float32Array.from(list, ([, , value]) => value),
  });
}

function toDense(matrix: SparseMatrix): number[][] {
  const dense = Array.from({ length: matrix.rows }, () => Array<number>(matrix.columns).fill(0));
  dense.forEach((row, i) => {
    for (let at = matrix.offsets[i]!; at < matrix.offsets[i + 1]!; at++) {
      row[matrix.indices[at]!] = matrix.values[at]!;
    }
  });
  return dense;
}

describe('SparseMatrix', () => {
  it('holds the sum of the entries at each place', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const dense = Array.from({ length: 5 }, () => Array<number>(7).fill(0));
        for (const [row, column, value] of list) dense[row]![column]! += value;
        expect(toDense(matrixOf(list))).toEqual(dense);
      }),
    );
  });

  it('has the columns of a row once and in order', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const matrix = matrixOf(list);
        for (let row = 0; row < matrix.rows; row++) {
          const columns = [...matrix.indices.subarray(matrix.offsets[row], matrix.offsets[row + 1])];
          expect(columns).toEqual([...new Set(columns)].sort((a, b) => a - b));
        }
        expect(matrix.offsets[matrix.rows]).toBe(matrix.entryCount);
      }),
    );
  });

  it('turns rows into columns, and back', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const matrix = matrixOf(list);
        const dense = toDense(matrix);
        const turned = dense[0]!.map((_, column) => dense.map((row) => row[column]));
        expect(toDense(matrix.transpose())).toEqual(turned);
        expect(matrix.transpose().transpose()).toEqual(matrix);
      }),
    );
  });
});
