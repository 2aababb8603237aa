import { setImmediate } from 'node:timers/promises';
import type { ImageSize } from '../image-size.js';
import { clamp } from './colour.js';
import type { Canvas, Scene } from './scene.js';

/** Longest stretch of rendering between two looks at everything else this process has to do. */
const sliceMs = 8;

/** How much darker the corners are. */
const vignette = 0.22;

export interface RenderingContext {
  readonly signal: AbortSignal;
  /** Share of the picture that is done, from 0 to 1. */
  onProgress(share: number): void;
}

export function canvasOf({ width, height }: ImageSize): Canvas {
  const pixel = 1 / Math.min(width, height);
  return { width: width * pixel, height: height * pixel, pixel };
}

function renderRow(scene: Scene, { width, height, pixel }: Canvas, row: number, into: Buffer): void {
  const columns = Math.round(width / pixel);
  const colour = new Float64Array(3);
  const y = (row + 0.5) * pixel;
  const down = (2 * y) / height - 1;
  for (let column = 0; column < columns; column++) {
    const x = (column + 0.5) * pixel;
    scene(x, y, colour);
    const across = (2 * x) / width - 1;
    const light = 255 * (1 - (vignette * (across * across + down * down)) / 2);
    const at = 3 * (row * columns + column);
    for (let part = 0; part < 3; part++) into[at + part] = clamp(colour[part] as number) * light + 0.5;
  }
}

/**
 * Renders a scene to rows of RGB bytes. The work is done in short slices between which the event loop turns, so that a
 * large picture holds up neither heartbeats nor the other jobs of the process. @throws the reason of the signal
 */
export async function renderPixels(
  scene: Scene,
  size: ImageSize,
  context: RenderingContext,
): Promise<Buffer> {
  const canvas = canvasOf(size);
  const pixels = Buffer.allocUnsafe(3 * size.width * size.height);
  let sliceEnd = performance.now() + sliceMs;
  for (let row = 0; row < size.height; row++) {
    renderRow(scene, canvas, row, pixels);
    if (performance.now() < sliceEnd) continue;
    context.onProgress((row + 1) / size.height);
    await setImmediate();
    context.signal.throwIfAborted();
    sliceEnd = performance.now() + sliceMs;
  }
  return pixels;
}
