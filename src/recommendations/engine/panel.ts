/**
 * The inner loop of all dense work: products of panels, that is of many rows of a fixed, short width.
 *
 * Two rows of the left panel meet four of the right one at a time, so that six numbers read make eight multiply-adds
 * and the eight sums stay in registers; see K. Goto, R. A. van de Geijn, "Anatomy of High-Performance Matrix
 * Multiplication", ACM TOMS 34(3), 2008.
 */

/** Columns of a panel: eight rows of so many numbers fit well into the first-level cache. */
export const panelWidth = 64;

const tileRows = 2;
const tileColumns = 4;

/** Right rows that are gone through for each pair of left rows: as many as the second-level cache holds with ease. */
const rightRowsAtOnce = 256;

/** What a tile adds up to; the same for all tiles, for there are millions of them. */
const sums = new Float64Array(tileRows * tileColumns);

/** A square matrix, its rows one after the other. */
export interface SquareMatrix {
  readonly values: Float64Array;
  readonly size: number;
}

/** A copy of some neighbouring columns of a square matrix, close together. */
export class Panel {
  readonly values: Float64Array;
  /** The column of the matrix that is the first one here. */
  firstColumn = 0;

  /** Some rows are to spare, for tiles that reach over the end. */
  constructor(rows: number) {
    this.values = new Float64Array((rows + tileColumns) * panelWidth);
  }

  /** Where row and column of the matrix are in `values`. */
  place(row: number, column: number): number {
    return row * panelWidth + column - this.firstColumn;
  }

  /** Copies columns of a row; all others of that row become zero. */
  read({ values, size }: SquareMatrix, row: number, from: number, to: number): void {
    this.values.fill(0, row * panelWidth, (row + 1) * panelWidth);
    if (from < to)
      this.values.set(values.subarray(row * size + from, row * size + to), this.place(row, from));
  }

  write({ values, size }: SquareMatrix, row: number, from: number, to: number): void {
    values.set(this.values.subarray(this.place(row, from), this.place(row, to)), row * size + from);
  }
}

/** The part of a matrix that a product is added to. */
export interface ProductTarget extends SquareMatrix {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
  /** Leaves everything above the diagonal as it is. */
  readonly isLower: boolean;
}

/** Adds `sign` · (row i of left) · (row j of right) to place (i, j) of the target. */
export function addPanelProduct(target: ProductTarget, left: Panel, right: Panel, sign: 1 | -1): void {
  const { rows, columns, isLower } = target;
  for (let chunk = columns[0]; chunk < columns[1]; chunk += rightRowsAtOnce) {
    const chunkTo = Math.min(columns[1], chunk + rightRowsAtOnce);
    for (let row = rows[0]; row < rows[1]; row += tileRows) {
      const to = isLower ? Math.min(chunkTo, row + tileRows) : chunkTo;
      for (let column = chunk; column < to; column += tileColumns) {
        multiplyTile(left.values, row * panelWidth, right.values, column * panelWidth);
        addTile(target, row, column, sign);
      }
    }
  }
}

function multiplyTile(left: Float64Array, leftAt: number, right: Float64Array, rightAt: number): void {
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < panelWidth; k++) {
    const a = left[leftAt + k] as number;
    const b = left[leftAt + panelWidth + k] as number;
    const w = right[rightAt + k] as number;
    const x = right[rightAt + panelWidth + k] as number;
    const y = right[rightAt + 2 * panelWidth + k] as number;
    const z = right[rightAt + 3 * panelWidth + k] as number;
    s00 += a * w;
    s01 += a * x;
    s02 += a * y;
    s03 += a * z;
    s10 += b * w;
    s11 += b * x;
    s12 += b * y;
    s13 += b * z;
  }
  sums[0] = s00;
  sums[1] = s01;
  sums[2] = s02;
  sums[3] = s03;
  sums[4] = s10;
  sums[5] = s11;
  sums[6] = s12;
  sums[7] = s13;
}

function addTile(target: ProductTarget, row: number, column: number, sign: number): void {
  const { values, size, rows, columns, isLower } = target;
  const rowTo = Math.min(rows[1], row + tileRows);
  for (let i = row; i < rowTo; i++) {
    const columnTo = Math.min(isLower ? i + 1 : columns[1], columns[1], column + tileColumns);
    for (let j = column; j < columnTo; j++) {
      const sum = sums[(i - row) * tileColumns + (j - column)] as number;
      values[i * size + j] = (values[i * size + j] as number) + sign * sum;
    }
  }
}
