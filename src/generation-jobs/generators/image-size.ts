import { GenerationError, type GenerationRequest } from './generator.js';

/** Sides of a picture in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** @throws GenerationError validation when the request states no size */
export function requireSize({ width, height }: GenerationRequest): ImageSize {
  if (width === null || height === null) {
    throw new GenerationError('validation', 'an image needs width and height');
  }
  return { width, height };
}
