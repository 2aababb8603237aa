import { conjugateGradient } from './conjugate-gradient.js';

const rows = [
  [4, 1, 0],
  [1, 3, -1],
  [0, -1, 2],
];
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
const multiply = (x: Float64Array, out: Float64Array): void => {
  rows.forEach((row, i) => (out[i] = dot(row, x)));
};
const solution = [1, -2, 3];
const rightSide = Float64Array.from(rows, (row) => dot(row, solution));

function errorOf(x: Float64Array): number {
  return Math.max(...solution.map((value, i) => Math.abs(value - x[i]!)));
}

describe('conjugateGradient', () => {
  it('solves a system in as many steps as it has unknowns', () => {
    const x = new Float64Array(3);
    conjugateGradient({ multiply, rightSide }, x, { steps: 3, tolerance: 0 });
    expect(errorOf(x)).toBeLessThan(1e-12);
  });

  it('comes nearer with every step', () => {
    const errors = [0, 1, 2, 3].map((steps) => {
      const x = new Float64Array(3);
      conjugateGradient({ multiply, rightSide }, x, { steps, tolerance: 0 });
      return rows.reduce((sum, row, i) => sum + (dot(row, x) - rightSide[i]!) * (x[i]! - solution[i]!), 0);
    });
    expect(errors).toEqual([...errors].sort((a, b) => b - a));
  });

  it('leaves a solution as it is', () => {
    const x = Float64Array.from(solution);
    conjugateGradient({ multiply, rightSide }, x, { steps: 5, tolerance: 1e-9 });
    expect([...x]).toEqual(solution);
  });

  it('answers zero for a right side of zero', () => {
    const x = new Float64Array(3);
    conjugateGradient({ multiply, rightSide: new Float64Array(3) }, x, { steps: 5, tolerance: 1e-9 });
    expect([...x]).toEqual([0, 0, 0]);
  });
});
