import type { SquareMatrix } from './panel.js';
import type { SparseMatrix } from './sparse-matrix.js';

/** XᵀX, of which only the lower triangle is written. */
export function gramOf({ rows, columns: size, offsets, indices, values: x }: SparseMatrix): SquareMatrix {
  const values = new Float64Array(size * size);
  for (let row = 0; row < rows; row++) {
    const start = offsets[row] as number;
    for (let i = start; i < (offsets[row + 1] as number); i++) {
      const first = (indices[i] as number) * size;
      const factor = x[i] as number;
      for (let j = start; j <= i; j++) {
        const place = first + (indices[j] as number);
        values[place] = (values[place] as number) + factor * (x[j] as number);
      }
    }
  }
  return { values, size };
}

export function addToDiagonal({ values, size }: SquareMatrix, summand: number): void {
  for (let place = 0; place < values.length; place += size + 1) {
    values[place] = (values[place] as number) + summand;
  }
}
