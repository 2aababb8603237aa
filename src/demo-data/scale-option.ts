import { InvalidArgumentError } from 'commander';
import { maxScale } from './world.js';

/** Reads `--scale`, by which the demo data is multiplied. @throws InvalidArgumentError out of bounds */
export function parseScale(text: string): number {
  const scale = Number(text);
  if (scale > 0 && scale <= maxScale) return scale;
  throw new InvalidArgumentError(`It must be a number above 0 and at most ${maxScale}.`);
}
