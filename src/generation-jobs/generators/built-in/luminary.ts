import { smoothstep } from './colour.js';
import { blend, type Brush, glow, type Scene } from './scene.js';

const { exp, hypot } = Math; // the global is slow to reach inside Jest

export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Strength of the light around it. */
  readonly halo: number;
}

/** Lays a sun or moon over a sky, with its light around it. */
export function luminary({ canvas, palette }: Brush, disc: Disc): Scene {
  const white = palette.colour(0.99);
  return (x, y, out) => {
    const away = hypot(x - disc.x, y - disc.y);
    glow(out, white, disc.halo * exp(-away / (disc.radius * 2.3)));
    blend(out, white, 1 - smoothstep(disc.radius - canvas.pixel, disc.radius + canvas.pixel, away));
  };
}
