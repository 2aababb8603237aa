import { mix, smoothstep } from './colour.js';
import { type Brush, glow, type Scene, shade } from './scene.js';

const { abs, atan2, cos, exp, floor, hypot, PI } = Math; // the global is slow to reach inside Jest

interface Petal {
  ring: number;
  /** How far out in its ring, from 0 to 1. */
  within: number;
  angle: number;
  radius: number;
}

/** Colours a point of a ring: ribbed, dark where it comes out under the ring within, bright at its rim. */
function petalPainter(
  { chance, noise, palette }: Brush,
  petals: number,
): (petal: Petal, out: Float64Array) => void {
  const white = palette.colour(0.98);
  const isDarkAround = chance.next() < 0.65;
  return ({ ring, within, angle, radius }, out) => {
    const turned = abs(cos((angle * petals) / 2 + (ring % 2 === 0 ? 0 : PI / 2)));
    const outward = smoothstep(0.05, 1.25, radius);
    const base = isDarkAround ? mix(0.88, 0.06, outward) : mix(0.2, 0.9, outward);
    const ribs = 0.05 * noise.at(turned * 18 + ring * 7, radius * 5);
    palette.sample(base + 0.2 * (within - 0.5) + 0.12 * (turned - 0.5) + ribs, out);
    shade(out, mix(0.62, 1.06, smoothstep(0, 0.3, within)));
    glow(out, white, 0.45 * exp((within - 1) * 16) * (1 - 0.8 * outward) + 0.7 * exp(-radius * 9));
  };
}

/** A flower of many rings, each turned against the next, whose petals are folded from noise. */
export function bloom(brush: Brush): Scene {
  const { canvas, chance, noise, detail } = brush;
  const petals = chance.integer(5, 11);
  const rings = chance.between(5, 8);
  const twist = chance.between(-0.9, 0.9);
  const sharpness = chance.between(0.55, 1.1);
  const [offsetX, offsetY] = [chance.between(0, 200), chance.between(0, 200)];
  const paint = petalPainter(brush, petals);
  const petal: Petal = { ring: 0, within: 0, angle: 0, radius: 0 };
  const below = new Float64Array(3);
  const soft = canvas.pixel * rings * 3;
  return (x, y, out) => {
    petal.radius = hypot(x - canvas.width / 2, y - canvas.height / 2) * 1.45;
    petal.angle = atan2(y - canvas.height / 2, x - canvas.width / 2) + twist * petal.radius;
    const wave = abs(cos((petal.angle * petals) / 2));
    const fold = noise.fractal(2.2 * wave + offsetX, petal.radius * 3 + offsetY, detail);
    const height = petal.radius * rings - sharpness * (0.35 + petal.radius) * wave + 0.3 * fold;
    petal.ring = floor(height);
    petal.within = height - petal.ring;
    paint(petal, out);
    const cover = petal.within / soft;
    if (cover >= 1) return;
    petal.ring -= 1;
    petal.within = 1;
    paint(petal, below);
    for (let part = 0; part < 3; part++) out[part] = mix(below[part] as number, out[part] as number, cover);
  };
}
