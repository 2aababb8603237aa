/**
 * Solves A·x = b for a symmetric positive definite A that is known only by what it makes of a vector: M. R. Hestenes,
 * E. Stiefel, "Methods of Conjugate Gradients for Solving Linear Systems", 1952.
 */
export interface LinearSystem {
  /** Writes A·x into `out`. */
  readonly multiply: (x: Float64Array, out: Float64Array) => void;
  readonly rightSide: Float64Array;
}

/** When to stop: after so many steps, or as soon as the residual is so small beside the right side. */
export interface Patience {
  readonly steps: number;
  readonly tolerance: number;
}

/** Improves `x` where it stands. */
export function conjugateGradient(system: LinearSystem, x: Float64Array, patience: Patience): void {
  const { multiply, rightSide } = system;
  const product = new Float64Array(x.length);
  multiply(x, product);
  const residual = rightSide.map((right, i) => right - (product[i] as number));
  const direction = residual.slice();
  const enough = dot(rightSide, rightSide) * patience.tolerance ** 2;
  let size = dot(residual, residual);
  for (let step = 0; step < patience.steps && size > enough; step++) {
    multiply(direction, product);
    const length = size / dot(direction, product);
    addScaled(x, length, direction);
    addScaled(residual, -length, product);
    const sizeBefore = size;
    size = dot(residual, residual);
    for (let i = 0; i < x.length; i++) {
      direction[i] = (residual[i] as number) + (size / sizeBefore) * (direction[i] as number);
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function addScaled(target: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + factor * (vector[i] as number);
}
