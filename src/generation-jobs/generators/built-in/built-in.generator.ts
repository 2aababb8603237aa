import sharp from 'sharp';
import { JobType } from '../../generation-job.entity.js';
import { deriveSeed } from '../derive-seed.js';
import {
  type Generation,
  GenerationError,
  type GeneratedOutput,
  type GenerationContext,
  type GenerationRequest,
  type Generator,
} from '../generator.js';
import { type ImageSize, requireSize } from '../image-size.js';
import { readSamplerParams } from '../sampler-params.js';
import { Chance } from './chance.js';
import { writeText } from './write-text.js';
import { composePicture } from './compose-picture.js';
import { renderPixels } from './render-pixels.js';

const defaultModel = 'built-in';

/** Draws pictures and writes texts that follow from the request alone, without a GPU: the same request, the same bytes. */
export class BuiltInGenerator implements Generator {
  readonly name = 'built-in';
  readonly offers = [JobType.Image, JobType.Text] as const;

  async generate(request: GenerationRequest, context: GenerationContext): Promise<Generation> {
    context.signal.throwIfAborted();
    if (request.jobType === JobType.Image) return await this.paint(request, context);
    if (request.jobType === JobType.Text) return this.write(request, context);
    throw new GenerationError('validation', `the built-in generator does not offer ${request.jobType}`);
  }

  private async paint(request: GenerationRequest, context: GenerationContext): Promise<Generation> {
    const size = requireSize(request);
    const { seed: asked, steps } = readSamplerParams(request.params);
    const seed = asked ?? seedOf(request);
    const model = request.checkpointModel ?? defaultModel;
    const outputs: GeneratedOutput[] = [];
    const scenes: string[] = [];
    for (let index = 0; index < request.batchSize; index++) {
      const identity = [request.prompt, request.negativePrompt ?? '', seed, model, request.loraModels, index];
      const picture = composePicture(request.prompt, new Chance(JSON.stringify(identity)), size, steps);
      const pixels = await renderPixels(picture.scene, size, {
        signal: context.signal,
        onProgress: (share) => {
          context.onProgress((100 * (index + share)) / request.batchSize);
        },
      });
      outputs.push({ mediaType: 'image/png', data: await encode(pixels, size) });
      scenes.push(picture.name);
      context.signal.throwIfAborted();
    }
    context.onProgress(100);
    return { outputs, metadata: { backend: this.name, model, seed, steps, ...size, scenes } };
  }

  private write(request: GenerationRequest, context: GenerationContext): Generation {
    const seed = readSamplerParams(request.params).seed ?? seedOf(request);
    const model = request.checkpointModel ?? defaultModel;
    const text = writeText(request.prompt, new Chance(JSON.stringify([request.prompt, seed, model])));
    context.onProgress(100);
    return {
      outputs: [{ mediaType: 'text/plain', data: Buffer.from(text) }],
      metadata: { backend: this.name, model, seed, words: text.trim().split(/\s+/).length },
    };
  }
}

function seedOf({ prompt, negativePrompt }: GenerationRequest): number {
  return deriveSeed(prompt, negativePrompt ?? '');
}

function encode(pixels: Buffer, { width, height }: ImageSize): Promise<Buffer> {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
