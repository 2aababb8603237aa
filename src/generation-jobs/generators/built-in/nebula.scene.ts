import { smoothstep } from './colour.js';
import { type Brush, glow, type Scene } from './scene.js';
import { starlight } from './starlight.js';

const { abs } = Math; // the global is slow to reach inside Jest

/** Clouds of light that swirl through a starry dark: noise displaced by noise. */
export function nebula(brush: Brush): Scene {
  const { chance, noise, palette, detail } = brush;
  const scale = chance.between(1.3, 2.3);
  const [offsetX, offsetY] = [chance.between(0, 200), chance.between(0, 200)];
  const warp = chance.between(0.9, 1.7);
  const bright = palette.colour(0.9);
  const stars = starlight(brush, chance.between(26, 40));
  return (x, y, out) => {
    const u = x * scale + offsetX;
    const v = y * scale + offsetY;
    const bendX = noise.fractal(u + 3.1, v + 7.7, 3);
    const bendY = noise.fractal(u - 8.3, v + 2.9, 3);
    const cloud = noise.fractal(u + warp * bendX, v + warp * bendY, detail);
    const veil = noise.fractal(u * 0.6 - warp * bendY, v * 0.6 + warp * bendX, 2);
    const body = smoothstep(-0.5, 0.62, cloud + 0.35 * veil);
    palette.sample(0.03 + 0.8 * body * body + 0.1 * veil, out);
    const filament = 1 - smoothstep(0, 0.11, abs(cloud - 0.12 + 0.2 * bendX));
    glow(out, bright, 0.45 * filament * body);
    stars(x, y, 1 - 0.75 * body, out);
  };
}
