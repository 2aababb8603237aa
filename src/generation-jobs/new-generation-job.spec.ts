import { readInput, refusal } from '../../test/support/read-input.js';
import { CreateGenerationJobDto } from './new-generation-job.dto.js';
import { toNewJob } from './new-generation-job.js';

const userId = '121e194b-4caa-4b81-ad4f-86ca3919d5b9';

const read = (more: object): CreateGenerationJobDto =>
  readInput(CreateGenerationJobDto, 'body', { user_id: userId, prompt: 'a lighthouse', ...more });
const jobOf = (more: object) => toNewJob(read(more), 'built-in');

describe('a new image job', () => {
  it('has the usual settings, and all of them in its parameters', () => {
    expect(jobOf({ job_type: 'image' })).toEqual({
      userId,
      jobType: 'image_generation',
      prompt: 'a lighthouse',
      priority: 0,
      backend: 'built-in',
      checkpointModel: null,
      negativePrompt: '',
      loraModels: [],
      width: 832,
      height: 1216,
      batchSize: 1,
      params: {
        width: 832,
        height: 1216,
        batch_size: 1,
        negative_prompt: '',
        lora_models: [],
        sampler_params: {},
        backend: 'built-in',
      },
    });
  });

  it('has the settings it was asked for with, whatever its parameters say of them', () => {
    const job = jobOf({
      job_type: 'image_generation',
      parameters: { title: 'Dusk', width: 1, backend: 'none', sampler_params: { steps: 5 } },
      backend: 'comfyui',
      priority: 10,
      negative_prompt: 'blurry',
      checkpoint_model: 'dreamshaper_8',
      lora_models: [{ name: 'detail', strength_model: 0.8, unknown: 1 }],
      width: 64,
      height: 2048,
      batch_size: 8,
      sampler_params: { seed: -1, steps: 1000, cfg: 7.5, of_mine: true },
    });
    expect(job).toMatchObject({
      backend: 'comfyui',
      priority: 10,
      checkpointModel: 'dreamshaper_8',
      loraModels: [{ name: 'detail', strength_model: 0.8 }],
      width: 64,
      height: 2048,
      batchSize: 8,
    });
    expect(job.params).toEqual({
      title: 'Dusk',
      checkpoint_model: 'dreamshaper_8',
      width: 64,
      height: 2048,
      batch_size: 8,
      negative_prompt: 'blurry',
      lora_models: [{ name: 'detail', strength_model: 0.8 }],
      sampler_params: { seed: -1, steps: 1000, cfg: 7.5, of_mine: true },
      backend: 'comfyui',
    });
  });

  it('keeps sampler parameters that came among the others', () => {
    expect(jobOf({ job_type: 'image', params: { sampler_params: { steps: 5 } } }).params).toMatchObject({
      sampler_params: { steps: 5 },
    });
  });
});

describe('a new job of another type', () => {
  it('has what it was given and nothing else', () => {
    expect(jobOf({ job_type: 'text', params: { title: 'Sea' } })).toMatchObject({
      jobType: 'text_generation',
      params: { title: 'Sea' },
      negativePrompt: null,
      width: null,
      height: null,
      batchSize: 1,
      loraModels: [],
    });
    expect(jobOf({ job_type: 'video', width: 512, sampler_params: { steps: 3 } })).toMatchObject({
      width: 512,
      params: { sampler_params: { steps: 3 } },
    });
  });
});

describe('the request for a job', () => {
  it.each([
    ['text', 'text_generation'],
    ['image', 'image_generation'],
    ['video', 'video_generation'],
    ['audio', 'audio_generation'],
    ['audio_generation', 'audio_generation'],
  ])('takes %s for %s', (job_type, expected) => {
    expect(read({ job_type }).job_type).toBe(expected);
  });

  it.each(['mock', 'kerniegen', 'built-in'])('takes %s for the built-in generator', (backend) => {
    expect(read({ job_type: 'text', backend }).backend).toBe('built-in');
  });

  it('reads a blank checkpoint as none', () => {
    expect(read({ job_type: 'image', checkpoint_model: ' ' }).checkpoint_model).toBeUndefined();
  });

  it.each([
    [{ job_type: 'image', prompt: ' ' }, 'prompt', 'prompt must not be blank'],
    [
      { job_type: 'image', prompt: 'x'.repeat(10_001) },
      'prompt',
      'prompt must have at most 10000 characters',
    ],
    [{ job_type: 'poem' }, 'job_type', /^job_type must be one of text_generation, image/],
    [{ job_type: 'image', backend: 'dream' }, 'backend', 'backend must be one of built-in, comfyui'],
    [{ job_type: 'image', priority: 11 }, 'priority', 'priority must be at most 10'],
    [{ job_type: 'image', priority: -1 }, 'priority', 'priority must be at least 0'],
    [{ job_type: 'image', params: [] }, 'params', 'params must be an object'],
    [
      { job_type: 'image', parameters: { a: 'é'.repeat(33_000) } },
      'params',
      'parameters must take at most 64 KiB',
    ],
    [{ job_type: 'image', width: 63 }, 'width', 'width must be at least 64'],
    [{ job_type: 'image', height: 2049 }, 'height', 'height must be at most 2048'],
    [{ job_type: 'image', batch_size: 9 }, 'batch_size', 'batch_size must be at most 8'],
    [
      { job_type: 'image', negative_prompt: 'x'.repeat(20_001) },
      'negative_prompt',
      'negative_prompt must have at most 20000 characters',
    ],
    [
      { job_type: 'image', checkpoint_model: 'x'.repeat(256) },
      'checkpoint_model',
      'checkpoint_model must have at most 255 characters',
    ],
    [{ job_type: 'image', lora_models: ['detail'] }, 'lora_models[0]', 'lora_models[0] must be an object'],
    [
      { job_type: 'image', lora_models: [{ name: 'a' }, { name: ' ' }] },
      'lora_models[1].name',
      'lora_models[1]: name must not be blank',
    ],
    [
      { job_type: 'image', lora_models: [{ name: 'a', strength_clip: 'much' }] },
      'lora_models[0].strength_clip',
      'lora_models[0]: strength_clip must be a number',
    ],
    [
      { job_type: 'image', lora_models: Array.from({ length: 21 }, () => ({ name: 'a' })) },
      'lora_models',
      'lora_models must have 0 to 20 entries',
    ],
    [{ job_type: 'image', sampler_params: 5 }, 'sampler_params', 'sampler_params must be an object'],
    [
      { job_type: 'image', sampler_params: { seed: 2 ** 53 } },
      'sampler_params',
      /seed must be a whole number/,
    ],
    [
      { job_type: 'image', sampler_params: { steps: 0 } },
      'sampler_params',
      /steps must be .* from 1 to 1000/,
    ],
    [{ job_type: 'image', sampler_params: { cfg: 101 } }, 'sampler_params', /cfg must be .* from 0 to 100/],
    [{ job_type: 'image', sampler_params: { denoise: 1.1 } }, 'sampler_params', /denoise must be/],
    [
      { job_type: 'text', params: { sampler_params: { steps: 1.5 } } },
      'params',
      /steps must be a whole number/,
    ],
  ])('is refused with %j', (more, field, message) => {
    expect(refusal(() => read(more))).toEqual({
      code: 'VALIDATION_ERROR',
      fields: [field],
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});
