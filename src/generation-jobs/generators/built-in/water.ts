import { clamp, mix } from './colour.js';
import { type Brush, type Scene, shade } from './scene.js';

export interface Water {
  /** Where it begins, from the top. */
  readonly shore: number;
  /** How much taller than its reflection the world above is. */
  readonly stretch: number;
  /** How much of the light it gives back: at the shore, and in front. */
  readonly clarity: readonly [far: number, near: number];
}

/** Lets what lies above the shore be seen in rippled water below it. */
export function overWater(scene: Scene, { canvas, noise }: Brush, { shore, stretch, clarity }: Water): Scene {
  return (x, y, out) => {
    if (y <= shore) {
      scene(x, y, out);
      return;
    }
    const below = y - shore;
    const nearness = below / (canvas.height - shore);
    const ripple = noise.fractal(x * 6, (y * 52) / (0.38 + nearness), 3) * (0.005 + 0.03 * nearness);
    scene(clamp(x + ripple, 0, canvas.width), shore - below * stretch + 2 * ripple, out);
    shade(out, mix(clarity[0], clarity[1], nearness));
  };
}
