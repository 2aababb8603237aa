import { readSamplerParams } from './sampler-params.js';

describe('readSamplerParams', () => {
  it('takes the usual values for what is not said', () => {
    const usual = { steps: 20, cfg: 7, samplerName: 'euler', scheduler: 'normal', denoise: 1 };
    expect(readSamplerParams({})).toEqual({ seed: undefined, ...usual });
    expect(readSamplerParams({ sampler_params: { seed: null } })).toEqual({ seed: undefined, ...usual });
  });

  it('reads what is said', () => {
    const said = { seed: 7, steps: 4, cfg: 1.5, sampler_name: 'ddim', scheduler: 'karras', denoise: 0.5 };
    expect(readSamplerParams({ sampler_params: said })).toEqual({
      seed: 7,
      steps: 4,
      cfg: 1.5,
      samplerName: 'ddim',
      scheduler: 'karras',
      denoise: 0.5,
    });
  });

  it('takes a seed of -1 for none', () => {
    expect(readSamplerParams({ sampler_params: { seed: -1 } }).seed).toBeUndefined();
  });

  it.each([
    ['not an object', [], 'sampler_params must be an object'],
    ['a fractional seed', { seed: 1.5 }, 'sampler_params.seed must be a whole number'],
    ['a seed beyond what JSON holds', { seed: 2 ** 53 }, 'sampler_params.seed must be a whole number'],
    ['no steps', { steps: 0 }, 'sampler_params.steps must be a whole number from 1 to 1000'],
    ['cfg as a text', { cfg: '7' }, 'sampler_params.cfg must be a number from 0 to 100'],
    ['denoise above 1', { denoise: 1.1 }, 'sampler_params.denoise must be a number from 0 to 1'],
    ['an empty sampler', { sampler_name: '' }, 'sampler_params.sampler_name must be a name'],
  ])('refuses %s', (_case, sampler, message) => {
    expect(() => readSamplerParams({ sampler_params: sampler })).toThrow(
      expect.objectContaining({ type: 'validation', message: expect.stringContaining(message) }),
    );
  });
});
