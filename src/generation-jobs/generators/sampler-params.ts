import { isJsonObject, type JsonObject } from '../../common/http/fields.decorators.js';
import { GenerationError } from './generator.js';

/** How the sampler is to work, as ComfyUI's KSampler understands it. */
export interface SamplerParams {
  /** Undefined when the generator is to choose. */
  readonly seed: number | undefined;
  readonly steps: number;
  readonly cfg: number;
  readonly samplerName: string;
  readonly scheduler: string;
  readonly denoise: number;
}

export type ChosenSampler = SamplerParams & { readonly seed: number };
export type SamplerInputs = Readonly<Record<string, string | number>>;

/** The same in the words of KSampler, once the seed is chosen. */
export function toSamplerInputs(sampler: ChosenSampler): SamplerInputs {
  const { seed, steps, cfg, samplerName, scheduler, denoise } = sampler;
  return { seed, steps, cfg, sampler_name: samplerName, scheduler, denoise };
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
}

function refuse(name: string, rule: string): never {
  throw new GenerationError('validation', `sampler_params.${name} must be ${rule}`);
}

function readNumber(params: JsonObject, name: string, bounds: Bounds): number | undefined {
  const value = params[name] ?? undefined;
  if (value === undefined) return undefined;
  const isRight =
    typeof value === 'number' &&
    value >= bounds.min &&
    value <= bounds.max &&
    (!bounds.isWhole || Number.isInteger(value));
  if (isRight) return value;
  refuse(name, `a ${bounds.isWhole ? 'whole ' : ''}number from ${bounds.min} to ${bounds.max}`);
}

function readName(params: JsonObject, name: string): string | undefined {
  const value = params[name] ?? undefined;
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  refuse(name, 'a name');
}

/** A seed of -1 asks for any, as in most user interfaces of samplers. */
function readSeed(params: JsonObject): number | undefined {
  const seed = readNumber(params, 'seed', { min: -1, max: Number.MAX_SAFE_INTEGER, isWhole: true });
  return seed === -1 ? undefined : seed;
}

/** Reads `sampler_params` of a job's parameters; what is not said has the usual value. @throws GenerationError validation */
export function readSamplerParams(params: JsonObject): SamplerParams {
  const given = params.sampler_params ?? {};
  if (!isJsonObject(given)) throw new GenerationError('validation', 'sampler_params must be an object');
  return {
    seed: readSeed(given),
    steps: readNumber(given, 'steps', { min: 1, max: 1000, isWhole: true }) ?? 20,
    cfg: readNumber(given, 'cfg', { min: 0, max: 100 }) ?? 7,
    samplerName: readName(given, 'sampler_name') ?? 'euler',
    scheduler: readName(given, 'scheduler') ?? 'normal',
    denoise: readNumber(given, 'denoise', { min: 0, max: 1 }) ?? 1,
  };
}
