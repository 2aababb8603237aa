import sharp from 'sharp';
import { imageRequest, recordingContext } from '../../../../test/support/generation-request.js';
import { JobType } from '../../generation-job.entity.js';
import type { GenerationRequest } from '../generator.js';
import { BuiltInGenerator } from './built-in.generator.js';

const generator = new BuiltInGenerator();

async function images(overrides: Partial<GenerationRequest> = {}): Promise<Buffer[]> {
  const { outputs } = await generator.generate(imageRequest(overrides), recordingContext());
  return outputs.map(({ data }) => data);
}

async function firstImage(overrides: Partial<GenerationRequest>): Promise<string> {
  const [first] = await images(overrides);
  return first!.toString('base64');
}

describe('images of the built-in generator', () => {
  it('are PNGs of the asked size', async () => {
    const { outputs } = await generator.generate(
      imageRequest({ width: 96, height: 160 }),
      recordingContext(),
    );
    expect(outputs).toHaveLength(1);
    expect(outputs[0]!.mediaType).toBe('image/png');
    expect(await sharp(outputs[0]!.data).metadata()).toMatchObject({ format: 'png', width: 96, height: 160 });
  });

  it('are the same bytes for the same request', async () => {
    expect(await firstImage({})).toBe(await firstImage({ jobUuid: 'b7a1b8c3-0000-4000-8000-000000000000' }));
  });

  it.each<[string, Partial<GenerationRequest>]>([
    ['the prompt', { prompt: 'a lighthouse on a rock' }],
    ['the negative prompt', { negativePrompt: 'fog' }],
    ['the seed', { params: { sampler_params: { seed: 5 } } }],
    ['the model', { checkpointModel: 'dreams.safetensors' }],
    ['the LoRAs', { loraModels: [{ name: 'ink.safetensors' }] }],
  ])('differ with %s', async (_what, change) => {
    expect(await firstImage(change)).not.toBe(await firstImage({}));
  });

  it('of one batch differ from each other, the first being the one of a batch of one', async () => {
    const batch = await images({ batchSize: 4 });
    expect(new Set(batch.map((data) => data.toString('base64'))).size).toBe(4);
    expect(batch[0]).toEqual((await images())[0]);
  });

  it('keep their composition at another size', async () => {
    const shrink = (data: Buffer): Promise<Buffer> => sharp(data).resize(16, 16).greyscale().raw().toBuffer();
    const [small] = await images({ width: 128, height: 128 });
    const [large] = await images({ width: 384, height: 384 });
    const [a, b] = [await shrink(small!), await shrink(large!)];
    const meanDifference = a.reduce((sum, value, index) => sum + Math.abs(value - b[index]!), 0) / a.length;
    expect(meanDifference).toBeLessThan(8);
  });

  it('say how they were made', async () => {
    const params = { sampler_params: { seed: 11, steps: 8 } };
    const { metadata } = await generator.generate(imageRequest({ params, batchSize: 2 }), recordingContext());
    expect(metadata).toEqual({
      backend: 'built-in',
      model: 'built-in',
      seed: 11,
      steps: 8,
      width: 64,
      height: 64,
      scenes: [expect.any(String), expect.any(String)],
    });
  });

  it('can be made again from the seed they tell', async () => {
    const { metadata } = await generator.generate(imageRequest(), recordingContext());
    expect(await firstImage({ params: { sampler_params: { seed: metadata.seed } } })).toBe(
      await firstImage({}),
    );
  });

  it('report progress that only grows, and the event loop turns meanwhile', async () => {
    const context = recordingContext();
    let turns = 0;
    const count = (): void => {
      turns += 1;
      if (context.percents.at(-1) !== 100) setImmediate(count);
    };
    setImmediate(count);
    await generator.generate(imageRequest({ width: 512, height: 512, batchSize: 2 }), context);
    expect(context.percents).toEqual([...context.percents].sort((a, b) => a - b));
    expect(context.percents.at(-1)).toBe(100);
    expect(turns).toBeGreaterThan(4);
  });

  it('are not finished once the job is aborted', async () => {
    const aborter = new AbortController();
    const context = recordingContext(aborter.signal);
    const stop = new Error('cancelled');
    const work = generator.generate(imageRequest({ width: 1024, height: 1024 }), {
      ...context,
      onProgress: (percent) => {
        context.onProgress(percent);
        aborter.abort(stop);
      },
    });
    await expect(work).rejects.toBe(stop);
    expect(context.percents).toHaveLength(1);
  });

  it('need a size', async () => {
    await expect(images({ width: null })).rejects.toMatchObject({ type: 'validation', isFinal: true });
  });
});

describe('texts of the built-in generator', () => {
  const request = imageRequest({
    jobType: JobType.Text,
    prompt: 'an owl that collects clocks',
    width: null,
    height: null,
  });

  it('are paragraphs about the prompt, the same for the same request', async () => {
    const [first, second] = [
      await generator.generate(request, recordingContext()),
      await generator.generate(request, recordingContext()),
    ];
    expect(first).toEqual(second);
    expect(first.outputs[0]!.mediaType).toBe('text/plain');
    const text = first.outputs[0]!.data.toString('utf8');
    expect(text).toContain('an owl that collects clocks');
    expect(text.trim().split('\n\n')).toHaveLength(3);
    expect(first.metadata).toMatchObject({ backend: 'built-in', words: text.trim().split(/\s+/).length });
  });

  it('differ with the seed', async () => {
    const other = { ...request, params: { sampler_params: { seed: 3 } } };
    const [a, b] = [
      await generator.generate(request, recordingContext()),
      await generator.generate(other, recordingContext()),
    ];
    expect(a.outputs[0]!.data).not.toEqual(b.outputs[0]!.data);
  });
});

it.each([JobType.Video, JobType.Audio])('the built-in generator refuses %s', async (jobType) => {
  expect(generator.offers).not.toContain(jobType);
  await expect(generator.generate(imageRequest({ jobType }), recordingContext())).rejects.toMatchObject({
    type: 'validation',
  });
});
