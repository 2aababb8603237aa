import type { JsonObject } from '../../common/http/fields.decorators.js';
import type { JobType } from '../generation-job.entity.js';

/** Names of the generators a job can ask for. */
export const backendNames = ['built-in', 'comfyui'] as const;
export type BackendName = (typeof backendNames)[number];

/** Kinds of failure, as the analytics count them. */
export const generationErrorTypes = [
  'timeout',
  'oom',
  'connection',
  'workflow',
  'validation',
  'unknown',
] as const;
export type GenerationErrorType = (typeof generationErrorTypes)[number];

export interface LoraModel {
  readonly name: string;
  readonly strength_model?: number;
  readonly strength_clip?: number;
}

/** What is to be generated. Sizes are pixels; those of anything but images are null. */
export interface GenerationRequest {
  readonly jobUuid: string;
  readonly jobType: JobType;
  readonly prompt: string;
  readonly negativePrompt: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly batchSize: number;
  readonly checkpointModel: string | null;
  readonly loraModels: readonly LoraModel[];
  /** The job's `params`; `sampler_params` in it may hold seed, steps, cfg, sampler_name, scheduler and denoise. */
  readonly params: JsonObject;
}

export interface GeneratedOutput {
  /** Such as `image/png` or `text/plain`. */
  readonly mediaType: string;
  readonly data: Buffer;
}

export interface Generation {
  /** At least one; of images one a piece of the batch, in order. */
  readonly outputs: readonly GeneratedOutput[];
  /** How it was made, for the metadata of the item: seed, steps, model … */
  readonly metadata: JsonObject;
}

export interface GenerationContext {
  /** Aborts when the job is cancelled, its time is up or the process stops; the generator then stops for real. */
  readonly signal: AbortSignal;
  /** Percent done, from 0 to 100. */
  onProgress(percent: number): void;
  /** The name under which the backend knows this generation. */
  onBackendId(id: string): Promise<void>;
}

/** Names of the models a generator has to load. */
export interface GeneratorModels {
  readonly checkpoints: readonly string[];
  readonly loras: readonly string[];
}

/** Makes what a job asks for. */
export interface Generator {
  readonly name: BackendName;
  readonly offers: readonly JobType[];
  /** @throws GenerationError; or the reason of the signal once that is aborted */
  generate(request: GenerationRequest, context: GenerationContext): Promise<Generation>;
  /** Absent where jobs have no models to choose from. @throws GenerationError; or the reason of the signal */
  listModels?(signal?: AbortSignal): Promise<GeneratorModels>;
}

/** Failures no further attempt can mend. */
const finalTypes: ReadonlySet<GenerationErrorType> = new Set(['workflow', 'validation']);

/** A generation that failed, told apart by what an operator would do about it. */
export class GenerationError extends Error {
  override readonly name = 'GenerationError';

  constructor(
    readonly type: GenerationErrorType,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get isFinal(): boolean {
    return finalTypes.has(this.type);
  }
}
