import type { Chance } from './chance.js';
import type { Rgb } from './colour.js';
import type { Noise } from './noise.js';
import type { Palette } from './palette.js';

/** Sides of a picture with the shorter one as 1, so that a scene looks alike at every size. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Side of one pixel: edges are blended over this much. */
  readonly pixel: number;
}

/** What a scene is made of. */
export interface Brush {
  readonly canvas: Canvas;
  readonly chance: Chance;
  readonly noise: Noise;
  readonly palette: Palette;
  /** Octaves of the finest noise. */
  readonly detail: number;
}

/** Writes the colour of the point into `out`, each part from 0 to 1; (0, 0) is the upper left corner. */
export type Scene = (x: number, y: number, out: Float64Array) => void;

/** Lays a colour over what is in `out`. */
export function blend(out: Float64Array, colour: Rgb, share: number): void {
  for (let part = 0; part < 3; part++) {
    const under = out[part] as number;
    out[part] = under + ((colour[part] as number) - under) * share;
  }
}

/** Makes `out` lighter or darker. */
export function shade(out: Float64Array, factor: number): void {
  for (let part = 0; part < 3; part++) out[part] = (out[part] as number) * factor;
}

/** Adds light of a colour to `out`. */
export function glow(out: Float64Array, colour: Rgb, strength: number): void {
  for (let part = 0; part < 3; part++) {
    const under = out[part] as number;
    out[part] = under + (1 - under) * (colour[part] as number) * strength;
  }
}
