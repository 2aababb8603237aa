import { clamp, mix, smoothstep } from './colour.js';
import { luminary } from './luminary.js';
import { blend, type Brush, type Scene } from './scene.js';
import { starlight } from './starlight.js';
import { overWater } from './water.js';

const { exp, floor } = Math; // the global is slow to reach inside Jest

/** Heights of a mountain range, worked out once for each column of pixels. */
function skyline({ canvas, noise }: Brush, base: number, relief: number, frequency: number): Float64Array {
  const columns = Math.round(canvas.width / canvas.pixel);
  return Float64Array.from({ length: columns }, (_, column) => {
    const x = (column + 0.5) * canvas.pixel * frequency;
    const folds = noise.fractal(x + 31 * base, 57 * base, 6);
    const peaks = 1 - 2 * Math.abs(noise.fractal(x * 0.6 - 13 * base, 91 * base, 4));
    return base - relief * (0.75 * folds + 0.35 * peaks);
  });
}

/** @param depth how far below the horizon the nearest range may stand */
function ranges(brush: Brush, horizon: number, depth: number): Float64Array[] {
  const count = brush.chance.integer(3, 5);
  const relief = brush.chance.between(0.16, 0.3);
  return Array.from({ length: count }, (_, range) => {
    const nearness = range / count;
    const base = horizon - 0.015 + nearness ** 1.5 * depth;
    return skyline(brush, base, relief * mix(1, 0.5, nearness), mix(1.1, 2.6, nearness));
  });
}

/** The sky over the horizon with a low sun or moon, clouds drawn out by the wind, and stars when it is dark. */
function sky(brush: Brush, horizon: number): Scene {
  const { canvas, chance, noise, palette } = brush;
  const isNight = chance.next() < 0.35;
  const shine = luminary(brush, {
    x: canvas.width * chance.between(0.2, 0.8),
    y: horizon * chance.between(0.35, 0.85),
    radius: chance.between(0.035, 0.09),
    halo: 0.75,
  });
  const light = palette.colour(0.85);
  const cover = chance.between(-0.1, 0.15);
  const offset = chance.between(0, 100);
  const stars = starlight(brush, 34);
  const [zenith, low] = isNight ? [0.06, 0.52] : [0.4, 0.88];
  return (x, y, out) => {
    const rise = clamp(y / horizon);
    palette.sample(mix(zenith, low, rise * rise), out);
    if (isNight) stars(x, y, 1 - rise, out);
    const drawn = noise.fractal(x * 1.1 + offset, (y * 5.5) / (0.6 + rise) + offset, 5);
    const cloud = smoothstep(-cover, 0.55 - cover, drawn) * (1 - 0.5 * rise);
    blend(out, light, 0.5 * cloud);
    shine(x, y, out);
  };
}

/** Lays the ranges over the sky, from the farthest to the nearest, with mist at their feet. */
function land({ canvas, noise, palette }: Brush, mountains: readonly Float64Array[]): Scene {
  const lastColumn = Math.round(canvas.width / canvas.pixel) - 1;
  return (x, y, out) => {
    const column = clamp(floor(x / canvas.pixel), 0, lastColumn);
    for (const [range, heights] of mountains.entries()) {
      const depth = y - (heights[column] as number);
      if (depth < -canvas.pixel) continue;
      const nearness = (range + 1) / mountains.length;
      const ridge = 0.06 * exp(-depth / 0.12);
      const mist = 0.16 * smoothstep(0.02, 0.3, depth) * (1 - nearness);
      const texture = 0.035 * noise.fractal(x * 14, y * 22 + range * 9, 3);
      const tone = mix(0.58, 0.05, nearness) - ridge + mist + texture;
      blend(out, palette.colour(tone), smoothstep(-canvas.pixel, canvas.pixel, depth));
    }
  };
}

/** Mountain ranges, paler with distance, under a sky that may lie in water below them. */
export function landscape(brush: Brush): Scene {
  const { canvas, chance } = brush;
  const horizon = canvas.height * chance.between(0.5, 0.66);
  const paintSky = sky(brush, horizon);
  const hasWater = chance.next() < 0.55;
  const paintLand = land(brush, ranges(brush, horizon, hasWater ? 0.2 : (canvas.height - horizon) * 1.05));
  const scene: Scene = (x, y, out) => {
    paintSky(x, y, out);
    paintLand(x, y, out);
  };
  return hasWater
    ? overWater(scene, brush, { shore: horizon + 0.05, stretch: 0.9, clarity: [0.86, 0.55] })
    : scene;
}
