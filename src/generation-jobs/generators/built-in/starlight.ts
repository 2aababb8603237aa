import { type Brush, glow } from './scene.js';

const { exp, floor } = Math; // the global is slow to reach inside Jest

/** Adds the light of scattered stars to a point. @param perSide how many cells of stars the shorter side has */
export function starlight(
  { noise, canvas, palette }: Brush,
  perSide: number,
): (x: number, y: number, strength: number, out: Float64Array) => void {
  const white = palette.colour(0.97);
  const sharpest = canvas.pixel * perSide * 0.7;
  return (x, y, strength, out) => {
    const column = floor(x * perSide);
    const row = floor(y * perSide);
    const brightness = noise.cell(column, row);
    if (brightness < 0.62) return;
    const dx = x * perSide - column - (0.25 + 0.5 * noise.cell(column, row, 1));
    const dy = y * perSide - row - (0.25 + 0.5 * noise.cell(column, row, 2));
    const size = Math.max(sharpest, 0.02 + 0.07 * (brightness - 0.62));
    const light = exp(-(dx * dx + dy * dy) / (size * size));
    if (light > 0.002) glow(out, white, light * strength * (0.25 + 2 * (brightness - 0.62)));
  };
}
