/** Entries of a matrix in any order; those at the same place are added up. */
export interface MatrixEntries {
  readonly rows: number;
  readonly columns: number;
  readonly rowOf: Int32Array;
  readonly columnOf: Int32Array;
  readonly values: Float32Array;
}

/**
 * A matrix of mostly zeros in compressed sparse rows: the entries of row i are at `offsets[i]` to `offsets[i + 1]` of
 * `indices` (their columns, ascending) and `values`.
 */
export class SparseMatrix {
  constructor(
    readonly rows: number,
    readonly columns: number,
    readonly offsets: Uint32Array,
    readonly indices: Int32Array,
    readonly values: Float32Array,
  ) {}

  static from(entries: MatrixEntries): SparseMatrix {
    // Sorting by column and then, stably, by row leaves the columns of each row in order.
    return addRepeats(groupByRow(entries).transpose().transpose());
  }

  get entryCount(): number {
    return this.indices.length;
  }

  transpose(): SparseMatrix {
    const rowOf = new Int32Array(this.entryCount);
    for (let row = 0; row < this.rows; row++) {
      rowOf.fill(row, this.offsets[row], this.offsets[row + 1]);
    }
    return groupByRow({
      rows: this.columns,
      columns: this.rows,
      rowOf: this.indices,
      columnOf: rowOf,
      values: this.values,
    });
  }
}

/** A counting sort: stable, in time linear in entries and rows. */
function groupByRow({ rows, columns, rowOf, columnOf, values }: MatrixEntries): SparseMatrix {
  const offsets = new Uint32Array(rows + 1);
  for (const row of rowOf) offsets[row + 1] = (offsets[row + 1] as number) + 1;
  for (let row = 0; row < rows; row++) {
    offsets[row + 1] = (offsets[row + 1] as number) + (offsets[row] as number);
  }
  const next = offsets.slice(0, rows);
  const indices = new Int32Array(rowOf.length);
  const sorted = new Float32Array(rowOf.length);
  for (let i = 0; i < rowOf.length; i++) {
    const row = rowOf[i] as number;
    const to = next[row] as number;
    next[row] = to + 1;
    indices[to] = columnOf[i] as number;
    sorted[to] = values[i] as number;
  }
  return new SparseMatrix(rows, columns, offsets, indices, sorted);
}

/** Makes one entry of neighbours at the same place. */
function addRepeats({ rows, columns, offsets, indices, values }: SparseMatrix): SparseMatrix {
  const [keptOffsets, keptIndices, keptValues] = [offsets.slice(), indices.slice(), values.slice()];
  let kept = 0;
  for (let row = 0; row < rows; row++) {
    const start = kept;
    keptOffsets[row] = start;
    for (let i = offsets[row] as number; i < (offsets[row + 1] as number); i++) {
      const isRepeat = kept > start && keptIndices[kept - 1] === indices[i];
      if (!isRepeat) keptValues[kept++] = 0;
      keptIndices[kept - 1] = indices[i] as number;
      keptValues[kept - 1] = (keptValues[kept - 1] as number) + (values[i] as number);
    }
  }
  keptOffsets[rows] = kept;
  return new SparseMatrix(rows, columns, keptOffsets, keptIndices.slice(0, kept), keptValues.slice(0, kept));
}
