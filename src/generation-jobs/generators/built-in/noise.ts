import type { Chance } from './chance.js';

const { cos, floor, sin } = Math; // the global is slow to reach inside Jest

const period = 256;
const mask = period - 1;

/** Brings gradient noise, which stays within ±√½, to about ±1. */
const amplitude = Math.SQRT2;

/** The turn between two octaves, so that their grids do not line up and show. */
const [turnCos, turnSin] = [cos(0.65), sin(0.65)];

/** Ease with flat first and second derivatives at both ends, which hides the grid of the noise. */
function ease(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

/** A smooth random landscape over the plane: gradient noise, and layers of it. */
export class Noise {
  private readonly order: Uint8Array;
  private readonly slopesX = new Float64Array(period);
  private readonly slopesY = new Float64Array(period);

  constructor(chance: Chance) {
    const once = chance.shuffle(Array.from({ length: period }, (_, index) => index));
    this.order = Uint8Array.from([...once, ...once]);
    for (let index = 0; index < period; index++) {
      const angle = (2 * Math.PI * index) / period;
      this.slopesX[index] = cos(angle) * amplitude;
      this.slopesY[index] = sin(angle) * amplitude;
    }
  }

  /** Between about -1 and 1, 0 at whole coordinates. */
  at(x: number, y: number): number {
    const column = floor(x);
    const row = floor(y);
    const dx = x - column;
    const dy = y - row;
    const across = ease(dx);
    const top = this.slope(column, row, dx, dy);
    const upper = top + across * (this.slope(column + 1, row, dx - 1, dy) - top);
    const bottom = this.slope(column, row + 1, dx, dy - 1);
    const lower = bottom + across * (this.slope(column + 1, row + 1, dx - 1, dy - 1) - bottom);
    return upper + ease(dy) * (lower - upper);
  }

  /** Octaves of noise, each twice as fine and half as strong as the one before. */
  fractal(x: number, y: number, octaves: number): number {
    let sum = 0;
    let strength = 0.5;
    for (let octave = 0; octave < octaves; octave++) {
      sum += strength * this.at(x, y);
      strength /= 2;
      const turned = (x * turnCos - y * turnSin) * 2 + 17.3;
      y = (x * turnSin + y * turnCos) * 2 - 9.1;
      x = turned;
    }
    return sum;
  }

  /** Uniform in [0, 1): one value for each cell of the whole-numbered grid, another for each salt. */
  cell(column: number, row: number, salt = 0): number {
    const first = this.index(column, row);
    const second = this.order[first + ((salt * 31 + 7) & mask)] as number;
    const third = this.order[second + ((column + salt) & mask)] as number;
    return (second * period + third) / (period * period);
  }

  private slope(column: number, row: number, dx: number, dy: number): number {
    const index = this.index(column, row);
    return (this.slopesX[index] as number) * dx + (this.slopesY[index] as number) * dy;
  }

  private index(column: number, row: number): number {
    return this.order[(this.order[column & mask] as number) + (row & mask)] as number;
  }
}
