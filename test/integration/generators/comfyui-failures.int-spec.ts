import type { ComfyUiSettings } from '../../../src/generation-jobs/generators/comfyui/comfyui.generator.js';
import type {
  GenerationErrorType,
  GenerationRequest,
} from '../../../src/generation-jobs/generators/generator.js';
import { useFakeComfyUi } from '../../support/comfyui/use-fake-comfyui.js';
import type { FaultName } from '../../support/comfyui/faults.js';
import { imageRequest, recordingContext, withSteps } from '../../support/generation-request.js';

const comfy = useFakeComfyUi();

describe('a failure of ComfyUI', () => {
  async function failure(
    faults: readonly FaultName[],
    overrides: Partial<GenerationRequest> = {},
    settings: Partial<ComfyUiSettings> = {},
  ): Promise<{ type: GenerationErrorType; isFinal: boolean; message: string }> {
    for (const name of faults) comfy.fake.fault(name);
    return await comfy
      .generator(settings)
      .generate(imageRequest({ ...withSteps(6), ...overrides }), recordingContext())
      .then(
        () => {
          throw new Error('the generation succeeded');
        },
        (error: unknown) => error as { type: GenerationErrorType; isFinal: boolean; message: string },
      );
  }

  it.each<[FaultName, GenerationErrorType, boolean]>([
    ['oom', 'oom', false],
    ['node-error', 'workflow', true],
    ['no-image', 'workflow', true],
    ['prompt-500', 'connection', false],
    ['queue-500', 'connection', false],
    ['history-500', 'connection', false],
    ['view-500', 'connection', false],
    ['view-cut', 'connection', false],
    ['view-truncated', 'connection', false],
    ['view-text', 'unknown', false],
    ['prompt-lost', 'connection', false],
    ['prompt-late', 'connection', false],
    ['malformed-prompt', 'unknown', false],
    ['malformed-history', 'unknown', false],
    ['refuse-socket', 'connection', false],
    ['restart', 'connection', false],
  ])('%s is of type %s (final: %s) and leaves no prompt behind', async (fault, type, isFinal) => {
    await comfy.start();
    expect(await failure([fault])).toMatchObject({ name: 'GenerationError', type, isFinal });
    comfy.fake.faults.clear();
    expect(comfy.fake.queued).toEqual([]);
  });

  it.each<[string, Partial<GenerationRequest>, RegExp]>([
    [
      'an unknown checkpoint',
      { checkpointModel: 'gone.safetensors' },
      /Value not in list: ckpt_name: 'gone\.safetensors'/,
    ],
    ['an unknown LoRA', { loraModels: [{ name: 'gone' }] }, /lora_name: 'gone'/],
    ['an unknown sampler', { params: { sampler_params: { sampler_name: 'dice' } } }, /sampler_name: 'dice'/],
    [
      'a strength beyond bounds',
      { loraModels: [{ name: 'ink.safetensors', strength_model: 101 }] },
      /bigger than max/,
    ],
    ['steps of no number', { params: { sampler_params: { steps: 'many' } } }, /sampler_params\.steps/],
    ['no size', { width: null }, /width and height/],
    ['a text job', { jobType: 'text_generation' }, /does not offer/],
  ])('%s is a final validation error', async (_case, overrides, message) => {
    await comfy.start();
    expect(await failure([], overrides)).toMatchObject({
      type: 'validation',
      isFinal: true,
      message: expect.stringMatching(message),
    });
  });

  it('a server without a checkpoint is a final validation error', async () => {
    await comfy.start({ checkpoints: [] });
    expect(await failure([])).toMatchObject({
      type: 'validation',
      message: expect.stringContaining('no checkpoint'),
    });
  });

  it('silence of a running prompt is a timeout, and the prompt is interrupted', async () => {
    await comfy.start();
    const error = await failure(['hang'], {}, { idleMs: 300 });
    expect(error).toMatchObject({
      type: 'timeout',
      isFinal: false,
      message: 'ComfyUI said nothing for 0.3 seconds',
    });
    expect(comfy.fake.interrupted).toHaveLength(1);
    expect(comfy.fake.queued).toEqual([]);
  });

  it('silence after the socket broke and was opened again is a timeout all the same', async () => {
    await comfy.start();
    comfy.fake.fault('drop-socket', 1);
    const context = recordingContext();
    const work = comfy.generator({ idleMs: 300 }).generate(imageRequest(withSteps(1000)), {
      ...context,
      onProgress: (percent) => {
        if (percent > 50) comfy.fake.fault('hang');
      },
    });
    await expect(work).rejects.toMatchObject({ type: 'timeout' });
    expect(comfy.fake.queued).toEqual([]);
  });

  it('a server that is not there is a connection error that does not tell its address', async () => {
    await comfy.start();
    const url = comfy.fake.url;
    await comfy.fake.close();
    await comfy.start();
    const error = await failure([], { checkpointModel: 'dreams.safetensors' }, { url });
    const listing = await comfy
      .generator({ url })
      .listModels()
      .catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ type: 'connection' });
    expect(listing).toMatchObject({ type: 'connection', message: 'ComfyUI cannot be reached: ECONNREFUSED' });
  });

  it('a server that wants a password is told apart from one that is not there', async () => {
    await comfy.start({ credentials: 'ada:secret' });
    expect(await failure([])).toMatchObject({ message: expect.stringContaining('ComfyUI answered 401') });
  });

  it('a server that does not answer a request is a timeout', async () => {
    await comfy.start();
    expect(await failure(['mute'], {}, { requestMs: 50 })).toMatchObject({ type: 'timeout', isFinal: false });
  });
});
