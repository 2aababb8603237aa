import { mix, smoothstep } from './colour.js';
import type { Noise } from './noise.js';
import { type Brush, glow, type Scene, shade } from './scene.js';

const { exp, floor, hypot, sqrt } = Math; // the global is slow to reach inside Jest

interface Cell {
  column: number;
  row: number;
  /** How much farther away the next cell's point is. */
  border: number;
}

/** Finds the nearest of points scattered one to each field of a grid; writes it into the one cell it answers. */
function scatteredCells(noise: Noise, spread: number): (u: number, v: number) => Cell {
  const cell: Cell = { column: 0, row: 0, border: 0 };
  return (u, v) => {
    let nearest = Infinity;
    let second = Infinity;
    const [left, top] = [floor(u) - 1, floor(v) - 1];
    for (let field = 0; field < 9; field++) {
      const column = left + (field % 3);
      const row = top + floor(field / 3);
      const dx = column + 0.5 + spread * (noise.cell(column, row) - 0.5) - u;
      const dy = row + 0.5 + spread * (noise.cell(column, row, 1) - 0.5) - v;
      const distance = dx * dx + dy * dy;
      if (distance < nearest) {
        second = nearest;
        nearest = distance;
        cell.column = column;
        cell.row = row;
      } else if (distance < second) second = distance;
    }
    cell.border = sqrt(second) - sqrt(nearest);
    return cell;
  };
}

/** A window of stained glass: leaded panes with light falling through from one side. */
export function mosaic({ canvas, chance, noise, palette }: Brush): Scene {
  const perSide = chance.between(7, 15);
  const cellAt = scatteredCells(noise, chance.between(0.7, 0.95));
  const sway = chance.between(0.1, 0.45);
  const lightX = canvas.width * chance.between(0.2, 0.8);
  const lightY = canvas.height * chance.between(0.15, 0.7);
  const white = palette.colour(0.97);
  const [offsetX, offsetY] = [chance.between(0, 200), chance.between(0, 200)];
  const lead = 0.045;
  const soft = canvas.pixel * perSide;
  return (x, y, out) => {
    const u = x * perSide + sway * noise.at(x * 2.2 + offsetX, y * 2.2);
    const v = y * perSide + sway * noise.at(x * 2.2, y * 2.2 + offsetY);
    const { column, row, border } = cellAt(u, v);
    const tide = noise.fractal((column / perSide) * 1.4 + offsetX, (row / perSide) * 1.4 + offsetY, 3);
    const tone = 0.5 + 0.75 * tide + 0.22 * (noise.cell(column, row, 2) - 0.5);
    palette.sample(mix(0.12, 0.92, tone) + 0.04 * noise.fractal(u * 1.5, v * 1.5, 3), out);
    const light = exp(-hypot(x - lightX, y - lightY) * 2);
    glow(out, white, 0.42 * light + 0.12 * exp(-border * 3));
    shade(out, mix(0.12, 1.02, smoothstep(lead - soft / 2, lead + soft, border)));
  };
}
