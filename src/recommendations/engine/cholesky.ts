/**
 * The inverse of a symmetric positive definite matrix by its Cholesky factor: A = L·Lᵀ, U = (L⁻¹)ᵀ, A⁻¹ = U·Uᵀ; see
 * G. H. Golub, C. F. Van Loan, "Matrix Computations", 4th ed., §4.2, for the factor and its blocks.
 *
 * All three steps go through the matrix in blocks of columns. What a block contributes to the rest is a product of two
 * panels (see `panel.ts`), which is where nearly all of the n³/2 multiply-adds are. L is kept in the lower triangle and
 * U in the upper one, so that everything takes place in the matrix itself.
 */
import { addPanelProduct, Panel, panelWidth, type SquareMatrix } from './panel.js';

/** A run of columns, and of the rows that meet them on the diagonal. */
interface Block {
  readonly from: number;
  readonly to: number;
}

/** Told which part of the work is done, from 0 to 1. */
export type OnProgress = (share: number) => void;

/**
 * Replaces a matrix by its inverse. Only its lower triangle is read.
 * @throws RangeError when it is not positive definite.
 */
export function invertPositiveDefinite(matrix: SquareMatrix, onProgress?: OnProgress): void {
  const panels = [new Panel(matrix.size), new Panel(matrix.size)] as const;
  const blocks = blocksOf(matrix.size);
  const steps = [factorBlock, invertBlock, squareBlock];
  steps.forEach((step, index) => {
    blocks.forEach((block, done) => {
      for (const panel of panels) panel.firstColumn = block.from;
      step(matrix, block, ...panels);
      onProgress?.((index + (done + 1) / blocks.length) / steps.length);
    });
  });
  mirrorLower(matrix);
}

function blocksOf(size: number): Block[] {
  return Array.from({ length: Math.ceil(size / panelWidth) }, (_, index) => ({
    from: index * panelWidth,
    to: Math.min(size, (index + 1) * panelWidth),
  }));
}

/** Makes the block's columns those of L, and takes what they explain out of the columns after it. */
function factorBlock(matrix: SquareMatrix, { from, to }: Block, lower: Panel): void {
  const { size } = matrix;
  for (let row = from; row < size; row++) {
    const end = Math.min(row + 1, to);
    lower.read(matrix, row, from, end);
    solveRow(lower, row, lower, { from, to: Math.min(row, to) });
    if (row < to) takeRoot(lower, row);
    lower.write(matrix, row, from, end);
  }
  addPanelProduct({ ...matrix, rows: [to, size], columns: [to, size], isLower: true }, lower, lower, -1);
}

/**
 * Makes the block's columns those of U by solving L·Uᵀ = I, and takes what is known by then out of the columns after it.
 */
function invertBlock(matrix: SquareMatrix, { from, to }: Block, upper: Panel, lower: Panel): void {
  const { values, size } = matrix;
  for (let row = from; row < size; row++) lower.read(matrix, row, from, Math.min(row + 1, to));
  for (let row = 0; row < from; row++) {
    upper.read(matrix, row, from, to);
    solveRow(upper, row, lower, { from, to });
    upper.write(matrix, row, from, to);
  }
  for (let row = from; row < to; row++) {
    upper.read(matrix, row, row, row);
    upper.values[upper.place(row, row)] = 1;
    solveRow(upper, row, lower, { from: row, to });
    upper.write(matrix, row, row, to);
    values.fill(0, row * size + to, (row + 1) * size);
  }
  addPanelProduct({ ...matrix, rows: [0, to], columns: [to, size], isLower: false }, upper, lower, -1);
}

/** Adds to the lower triangle what the block's columns of U contribute to U·Uᵀ; they are not needed after it. */
function squareBlock(matrix: SquareMatrix, { from, to }: Block, upper: Panel): void {
  const { values, size } = matrix;
  for (let row = 0; row < to; row++) {
    upper.read(matrix, row, Math.max(row, from), to);
    if (row >= from) values.fill(0, row * size, row * size + row + 1);
  }
  addPanelProduct({ ...matrix, rows: [0, to], columns: [0, to], isLower: true }, upper, upper, 1);
}

/** Solves x·Lᵀ = row in some columns of the block, L being the block's own rows of `lower`. */
function solveRow(panel: Panel, row: number, lower: Panel, { from, to }: Block): void {
  const [x, l] = [panel.values, lower.values];
  const start = panel.place(row, from);
  for (let column = from; column < to; column++) {
    const lowerStart = lower.place(column, from);
    const known = column - from;
    let rest = x[start + known] as number;
    for (let k = 0; k < known; k++) rest -= (x[start + k] as number) * (l[lowerStart + k] as number);
    x[start + known] = rest / (l[lowerStart + known] as number);
  }
}

/** Turns what is left on the diagonal into the diagonal of L. */
function takeRoot(panel: Panel, row: number): void {
  const { values } = panel;
  const diagonal = panel.place(row, row);
  let pivot = values[diagonal] as number;
  for (let k = row * panelWidth; k < diagonal; k++) pivot -= (values[k] as number) ** 2;
  if (!(pivot > 0)) throw new RangeError(`not positive definite: row ${row} leaves a pivot of ${pivot}`);
  values[diagonal] = Math.sqrt(pivot);
}

function mirrorLower({ values, size }: SquareMatrix): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      values[column * size + row] = values[row * size + column] as number;
    }
  }
}
