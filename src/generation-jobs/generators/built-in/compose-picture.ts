import type { ImageSize } from '../image-size.js';
import type { Chance } from './chance.js';
import { chooseScene } from './choose-scene.js';
import { Noise } from './noise.js';
import { Palette } from './palette.js';
import { canvasOf } from './render-pixels.js';
import type { Scene } from './scene.js';

export interface Picture {
  /** What kind of scene it shows. */
  readonly name: string;
  readonly scene: Scene;
}

/** More steps of a sampler work out finer detail. */
function detailOf(steps: number): number {
  return Math.min(6, 2 + Math.floor(Math.log2(steps) / 1.5));
}

/** Decides by the words of the prompt, and by chance, what a picture shows and in which colours. */
export function composePicture(prompt: string, chance: Chance, size: ImageSize, steps: number): Picture {
  const { name, make } = chooseScene(prompt, chance);
  const palette = Palette.forPrompt(prompt, chance);
  const noise = new Noise(chance);
  return { name, scene: make({ canvas: canvasOf(size), chance, noise, palette, detail: detailOf(steps) }) };
}
