import sharp from 'sharp';
import { useFakeComfyUi } from '../../support/comfyui/use-fake-comfyui.js';
import type { FaultName } from '../../support/comfyui/faults.js';
import { submitForeign } from '../../support/comfyui/foreign-prompt.js';
import { imageRequest, recordingContext, withSteps } from '../../support/generation-request.js';

const comfy = useFakeComfyUi();

describe('a generation by ComfyUI', () => {
  it('gives the images of the batch in order, its progress and how it was made', async () => {
    await comfy.start();
    const context = recordingContext();
    const request = imageRequest({
      width: 128,
      height: 96,
      batchSize: 3,
      checkpointModel: 'photo.safetensors',
      loraModels: [{ name: 'ink.safetensors', strength_model: 0.5 }],
      params: { sampler_params: { seed: 9, steps: 10 } },
    });
    const { outputs, metadata } = await comfy.generator().generate(request, context);
    expect(outputs.map(({ mediaType }) => mediaType)).toEqual(['image/png', 'image/png', 'image/png']);
    for (const { data } of outputs)
      expect(await sharp(data).metadata()).toMatchObject({ width: 128, height: 96 });
    expect(new Set(outputs.map(({ data }) => data.toString('base64'))).size).toBe(3);
    expect(context.percents.at(-1)).toBe(100);
    expect(context.percents).toEqual([...context.percents].sort((a, b) => a - b));
    expect(context.percents.length).toBeGreaterThan(5);
    expect(metadata).toMatchObject({
      backend: 'comfyui',
      model: 'photo.safetensors',
      loras: ['ink.safetensors'],
      seed: 9,
      steps: 10,
      prompt_id: context.backendIds[0],
    });
  });

  it('takes the first checkpoint and a seed that follows from the job when none is named', async () => {
    await comfy.start();
    const [first, second] = [
      await comfy.generator().generate(imageRequest(), recordingContext()),
      await comfy.generator().generate(imageRequest(), recordingContext()),
    ];
    expect(first.metadata).toMatchObject({ model: 'dreams.safetensors', seed: second.metadata.seed });
    const other = imageRequest({ jobUuid: '00000000-0000-4000-8000-000000000000' });
    const third = await comfy.generator().generate(other, recordingContext());
    expect(third.metadata.seed).not.toBe(first.metadata.seed);
  });

  it('names itself to a server that wants a password', async () => {
    await comfy.start({ credentials: 'ada:p@ss/wörd' });
    const url = comfy.fake.url.replace('//', `//ada:${encodeURIComponent('p@ss/wörd')}@`);
    const { outputs } = await comfy.generator({ url }).generate(imageRequest(), recordingContext());
    expect(outputs).toHaveLength(1);
  });

  it('leaves nothing behind in the queue', async () => {
    await comfy.start();
    await comfy.generator().generate(imageRequest(), recordingContext());
    expect(comfy.fake.queued).toEqual([]);
    expect(comfy.posts()).toEqual(['/prompt']);
  });

  it.each([false, true])('lists the models of a server (of an old version: %s)', async (isOld) => {
    await comfy.start({ isOld });
    expect(await comfy.generator().listModels()).toEqual({
      checkpoints: ['dreams.safetensors', 'photo.safetensors'],
      loras: ['ink.safetensors', 'light.safetensors'],
    });
  });
});

describe('an image is collected all the same', () => {
  it.each<[string, FaultName, number]>([
    ['when the socket breaks in the middle', 'drop-socket', 1],
    ['when the queue cannot be asked for a moment', 'queue-500', 2],
    ['when the history cannot be asked for a moment', 'history-500', 2],
    ['when the image breaks off once', 'view-cut', 1],
    ['when the image breaks off once without a sign', 'view-truncated', 1],
  ])('%s', async (_case, fault, times) => {
    await comfy.start();
    comfy.fake.fault(fault, times);
    const { outputs } = await comfy.generator().generate(imageRequest(withSteps(20)), recordingContext());
    expect(outputs).toHaveLength(1);
  });

  it('when the socket breaks and cannot be opened again, however long the rest takes', async () => {
    await comfy.start({ stepMs: 25 });
    comfy.fake.fault('drop-socket', 1);
    const context = recordingContext();
    const work = comfy.generator({ idleMs: 150 }).generate(imageRequest(withSteps(24)), {
      ...context,
      onProgress: () => {
        comfy.fake.fault('refuse-socket');
      },
    });
    expect((await work).outputs).toHaveLength(1);
  });

  it('when it waits behind the long work of somebody else', async () => {
    await comfy.start({ stepMs: 10 });
    await submitForeign(comfy.fake.url, 60);
    const { outputs } = await comfy
      .generator({ idleMs: 150 })
      .generate(imageRequest(withSteps(2)), recordingContext());
    expect(outputs).toHaveLength(1);
  });
});
