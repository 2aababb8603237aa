/**
 * Implicit ALS: Y. Hu, Y. Koren, C. Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008, its
 * least squares solved as in G. Takács, I. Pilászy, D. Tikk, "Applications of the Conjugate Gradient Method for Implicit
 * Feedback Collaborative Filtering", RecSys 2011.
 *
 * Every user and item has a row of factors; xᵤ·yᵢ shall be 1 where the user met the item and 0 elsewhere, errors
 * counting c = 1 + α·weight times. Factors of users and of items are in turn the least squares solution for those of the
 * other side. Only those of items are kept: a user's are one solution away from the history, known or new. That system
 * is solved once for a history, by its inverse, which explains every score as well (§5 of the paper).
 */
import { FactorTable, gramOfRows } from './als-least-squares.js';
import { invertPositiveDefinite, type OnProgress } from './cholesky.js';
import { conjugateGradient, type Patience } from './conjugate-gradient.js';
import type { History, ItemModel } from './item-model.js';
import { seededRandom } from './random.js';
import type { SparseMatrix } from './sparse-matrix.js';

export interface AlsParameters {
  readonly factors: number;
  /** α: how fast confidence grows with weight. */
  readonly alpha: number;
  /** λ: what each squared factor costs. */
  readonly regularization: number;
}

export interface AlsOptions extends AlsParameters {
  readonly iterations: number;
  readonly seed: number;
  readonly onProgress?: OnProgress;
}

/** In training a few steps will do, for each iteration goes on where the one before left off. */
const trainingPatience: Patience = { steps: 3, tolerance: 1e-9 };

const initialSpread = 0.1;

/** Scores by the factors of the items and those that the history makes of its user. */
export class AlsModel implements ItemModel {
  readonly algorithm = 'als';
  private readonly table: FactorTable;
  private readonly inverses = new WeakMap<History, Float64Array>();

  constructor(
    readonly itemCount: number,
    readonly parameters: AlsParameters,
    /** Row i: the factors of item i. */
    readonly itemFactors: Float32Array,
    /** YᵀY; what it takes to compute, an API process that reads a model does not have. */
    readonly itemGram: Float32Array = Float32Array.from(gramOfRows(itemFactors, parameters.factors)),
  ) {
    this.table = new FactorTable(itemFactors, parameters.factors, Float64Array.from(itemGram));
  }

  score(history: History, scores: Float32Array): void {
    const user = this.solve(history, this.table.preferences(history, this.parameters.alpha));
    this.table.multiply(user, scores);
  }

  /** §5 of the paper: with W = (YᵀCY + λI)⁻¹, item j of the history adds cⱼ · yᵢᵀWyⱼ to the score of item i. */
  explain(history: History, item: number): Float32Array {
    const influence = this.solve(history, Float64Array.from(this.table.row(item)));
    return history.weights.map((weight, i) => {
      const confidence = 1 + this.parameters.alpha * weight;
      return confidence * this.table.dotRow(history.items[i] as number, influence);
    });
  }

  /** W·b. */
  private solve(history: History, rightSide: Float64Array): Float64Array {
    const inverse = this.inverseFor(history);
    const { length } = rightSide;
    return rightSide.map((_, row) => {
      let sum = 0;
      for (let k = 0; k < length; k++)
        sum += (inverse[row * length + k] as number) * (rightSide[k] as number);
      return sum;
    });
  }

  /** W, kept for as long as its history is. */
  private inverseFor(history: History): Float64Array {
    const known = this.inverses.get(history);
    if (known) return known;
    const { factors, alpha, regularization } = this.parameters;
    const values = this.table.systemMatrix(history, alpha, regularization);
    invertPositiveDefinite({ values, size: factors });
    this.inverses.set(history, values);
    return values;
  }
}

/** Learns from a matrix of users by items. */
export function trainAls(
  matrix: SparseMatrix,
  { iterations, seed, onProgress, ...parameters }: AlsOptions,
): AlsModel {
  const { factors } = parameters;
  const random = seededRandom(seed);
  const transposed = matrix.transpose();
  const userFactors = new Float32Array(matrix.rows * factors);
  const itemFactors = Float32Array.from(
    { length: matrix.columns * factors },
    () => initialSpread * (random() - 0.5),
  );
  for (let iteration = 0; iteration < iterations; iteration++) {
    improve(userFactors, matrix, new FactorTable(itemFactors, factors), parameters);
    improve(itemFactors, transposed, new FactorTable(userFactors, factors), parameters);
    onProgress?.((iteration + 1) / iterations);
  }
  return new AlsModel(matrix.columns, parameters, itemFactors);
}

/** Brings the factors of one side, the rows of the matrix, nearer to their best for those of the other side. */
function improve(
  values: Float32Array,
  { rows, offsets, indices, values: weights }: SparseMatrix,
  others: FactorTable,
  { factors, alpha, regularization }: AlsParameters,
): void {
  for (let index = 0; index < rows; index++) {
    const [from, to] = [offsets[index], offsets[index + 1]];
    const met = { items: indices.subarray(from, to), weights: weights.subarray(from, to) };
    const row = values.subarray(index * factors, (index + 1) * factors);
    const x = Float64Array.from(row);
    const system = others.leastSquares(met, alpha, regularization, others.preferences(met, alpha));
    conjugateGradient(system, x, trainingPatience);
    row.set(x);
  }
}
