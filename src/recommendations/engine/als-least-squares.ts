import type { LinearSystem } from './conjugate-gradient.js';
import type { History } from './item-model.js';

/**
 * A row of factors for each item, or each user, and the least squares problems of the other side. The loops go over the
 * plain array, for views of its rows would cost more than the rows.
 */
export class FactorTable {
  constructor(
    private readonly values: Float32Array,
    private readonly width: number,
    /** YᵀY, its rows one after the other. */
    private readonly gram = gramOfRows(values, width),
  ) {}

  row(index: number): Float32Array {
    return this.values.subarray(index * this.width, (index + 1) * this.width);
  }

  dotRow(index: number, x: Float64Array): number {
    const start = index * this.width;
    let sum = 0;
    for (let k = 0; k < x.length; k++) sum += (this.values[start + k] as number) * (x[k] as number);
    return sum;
  }

  /** Y·x; four rows at a time, whose sums need not wait for each other. */
  multiply(x: Float64Array, out: Float32Array): void {
    const { values, width } = this;
    let index = 0;
    for (; index + 4 <= out.length; index += 4) {
      const start = index * width;
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let k = 0; k < width; k++) {
        const factor = x[k] as number;
        a += (values[start + k] as number) * factor;
        b += (values[start + width + k] as number) * factor;
        c += (values[start + 2 * width + k] as number) * factor;
        d += (values[start + 3 * width + k] as number) * factor;
      }
      out[index] = a;
      out[index + 1] = b;
      out[index + 2] = c;
      out[index + 3] = d;
    }
    for (; index < out.length; index++) out[index] = this.dotRow(index, x);
  }

  /**
   * (YᵀCY + λI) x = b, where C has c = 1 + α·weight for what was met and 1 for everything else: written as
   * YᵀY + Yᵀ(C − I)Y, it takes no more than a look at what was met.
   */
  leastSquares(met: History, alpha: number, regularization: number, rightSide: Float64Array): LinearSystem {
    const { gram, width } = this;
    const multiply = (x: Float64Array, out: Float64Array): void => {
      for (let i = 0; i < width; i++) {
        let sum = regularization * (x[i] as number);
        for (let k = 0; k < width; k++) sum += (gram[i * width + k] as number) * (x[k] as number);
        out[i] = sum;
      }
      for (let i = 0; i < met.items.length; i++) {
        const item = met.items[i] as number;
        this.addRow(out, alpha * (met.weights[i] as number) * this.dotRow(item, x), item);
      }
    };
    return { multiply, rightSide };
  }

  /** YᵀCY + λI written out, of which only the lower triangle is right; see `leastSquares`. */
  systemMatrix(met: History, alpha: number, regularization: number): Float64Array {
    const { values, width } = this;
    const matrix = this.gram.slice();
    for (let i = 0; i < width; i++)
      matrix[i * (width + 1)] = (matrix[i * (width + 1)] as number) + regularization;
    met.items.forEach((item, place) => {
      const start = item * width;
      const surplus = alpha * (met.weights[place] as number);
      for (let i = 0; i < width; i++) {
        const factor = surplus * (values[start + i] as number);
        const row = i * width;
        for (let k = 0; k <= i; k++) {
          matrix[row + k] = (matrix[row + k] as number) + factor * (values[start + k] as number);
        }
      }
    });
    return matrix;
  }

  /** YᵀCp, where p is 1 for what was met. */
  preferences(met: History, alpha: number): Float64Array {
    const sum = new Float64Array(this.width);
    met.items.forEach((item, i) => {
      this.addRow(sum, 1 + alpha * (met.weights[i] as number), item);
    });
    return sum;
  }

  private addRow(target: Float64Array, factor: number, index: number): void {
    const start = index * this.width;
    for (let k = 0; k < target.length; k++) {
      target[k] = (target[k] as number) + factor * (this.values[start + k] as number);
    }
  }
}

/** YᵀY of a table with rows of such a width. */
export function gramOfRows(values: Float32Array, width: number): Float64Array {
  const gram = new Float64Array(width * width);
  for (let start = 0; start < values.length; start += width) {
    for (let i = 0; i < width; i++) {
      const factor = values[start + i] as number;
      for (let k = 0; k < width; k++) {
        const place = i * width + k;
        gram[place] = (gram[place] as number) + factor * (values[start + k] as number);
      }
    }
  }
  return gram;
}
