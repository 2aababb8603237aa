import { clamp, mix, smoothstep } from './colour.js';
import { luminary } from './luminary.js';
import { blend, type Brush, glow, type Scene } from './scene.js';
import { starlight } from './starlight.js';
import { overWater } from './water.js';

const { abs, floor } = Math; // the global is slow to reach inside Jest

interface Row {
  /** Houses to the length of 1. */
  readonly density: number;
  readonly ground: number;
  readonly tallest: number;
  /** 0 far away, 1 in front. */
  readonly nearness: number;
  readonly salt: number;
}

function rowsOf({ chance }: Brush, ground: number): Row[] {
  const count = 4;
  const tallest = ground * chance.between(0.55, 0.75);
  return Array.from({ length: count }, (_, row) => {
    const nearness = row / (count - 1);
    return {
      density: mix(15, 6.5, nearness),
      ground,
      tallest: tallest * mix(1, 0.62, nearness),
      nearness,
      salt: chance.integer(1, 250),
    };
  });
}

/** Paints one row of houses with lit windows over what lies behind. */
function houses({ canvas, noise, palette }: Brush, row: Row): Scene {
  const wall = palette.colour(mix(0.36, 0.03, row.nearness));
  const lamp = palette.colour(0.9);
  const floorHeight = mix(0.013, 0.026, row.nearness);
  const { pixel } = canvas;
  return (x, y, out) => {
    const along = x * row.density + row.salt;
    const house = floor(along);
    const height = row.tallest * (0.25 + 0.75 * noise.cell(house, row.salt) ** 1.6);
    const top = row.ground - height;
    const inset = along - house;
    const gap = 0.04 + 0.1 * noise.cell(house, row.salt, 3);
    const isMast = noise.cell(house, row.salt, 4) < 0.3 && abs(inset - 0.5) < 0.6 * pixel * row.density;
    const roof = isMast ? top - 0.06 * height - 0.02 : top;
    const sides = smoothstep(
      0,
      pixel * row.density,
      Math.min(inset - gap, 1 - gap - inset) + pixel * row.density,
    );
    const cover = isMast ? 1 : sides;
    blend(out, wall, cover * smoothstep(-pixel, pixel, y - roof));
    if (y < top + floorHeight || cover < 1) return;
    const storey = floor((y - top) / floorHeight);
    const windows = 4 + floor(5 * noise.cell(house, row.salt, 5));
    const across = ((inset - gap) / (1 - 2 * gap)) * windows;
    const isGlass =
      abs(across - floor(across) - 0.5) < 0.28 && abs((y - top) / floorHeight - storey - 0.5) < 0.26;
    const lit = noise.cell(house * 16 + floor(across), storey, row.salt % 32);
    if (isGlass && lit > 0.56)
      glow(out, lamp, mix(0.25, 0.95, (lit - 0.56) / 0.44) * mix(0.5, 1, row.nearness));
  };
}

/** A city at night whose lights lie in the water before it. */
export function city(brush: Brush): Scene {
  const { canvas, chance, noise, palette } = brush;
  const ground = canvas.height * chance.between(0.8, 0.9);
  const painters = rowsOf(brush, ground).map((row) => houses(brush, row));
  const stars = starlight(brush, 38);
  const moon = luminary(brush, {
    x: canvas.width * chance.between(0.15, 0.85),
    y: ground * chance.between(0.14, 0.32),
    radius: chance.between(0.03, 0.075),
    halo: 0.4,
  });
  const haze = palette.colour(0.62);
  const scene: Scene = (x, y, out) => {
    const rise = clamp(y / ground);
    palette.sample(mix(0.04, 0.6, rise ** 2.2) + 0.07 * noise.fractal(x * 1.6, y * 4, 3), out);
    stars(x, y, 1 - rise, out);
    moon(x, y, out);
    for (const paint of painters) {
      paint(x, y, out);
      glow(out, haze, 0.1 * rise ** 6);
    }
  };
  return overWater(scene, brush, { shore: ground, stretch: 1.7, clarity: [0.75, 0.4] });
}
