import { mix, smoothstep } from './colour.js';
import { type Brush, type Scene, shade } from './scene.js';

const { floor } = Math; // the global is slow to reach inside Jest

/** Sheets of coloured paper cut along the contours of a smooth landscape, each casting a shadow on the one below. */
export function paper({ canvas, chance, noise, palette, detail }: Brush): Scene {
  const sheets = chance.integer(7, 13);
  const scale = chance.between(0.8, 1.5);
  const [offsetX, offsetY] = [chance.between(0, 200), chance.between(0, 200)];
  const bend = chance.between(0.5, 1.3);
  const octaves = Math.min(3, detail);
  const isReversed = chance.next() < 0.5;
  const height = (x: number, y: number): number => {
    const u = x * scale + offsetX;
    const v = y * scale + offsetY;
    const fold = noise.fractal(u * 0.7 + 5.2, v * 0.7 - 1.3, 2);
    return (0.5 + 0.85 * noise.fractal(u + bend * fold, v - bend * fold, octaves)) * sheets;
  };
  const lift = 0.014;
  const soft = canvas.pixel * sheets * scale * 1.2;
  return (x, y, out) => {
    const here = height(x, y);
    const sheet = floor(here);
    const above = height(x - lift, y - lift);
    const edge = smoothstep(0, soft, here - sheet);
    const place = (sheet + edge - 0.5) / sheets;
    palette.sample(0.08 + 0.86 * (isReversed ? 1 - place : place), out);
    const covered = smoothstep(0, 0.4, above - sheet - 1);
    const fade = smoothstep(0.55, 1, here - sheet);
    const grain = 0.02 * noise.at(x * 190, y * 190);
    shade(out, (1 - 0.45 * mix(0.3 * fade, 1, covered)) * (1 + grain));
  };
}
