import type { JsonObject } from '../common/http/fields.decorators.js';
import { JobType } from './generation-job.entity.js';
import type { BackendName } from './generators/generator.js';
import type { NewJob } from './lifecycle/job-creation.queries.js';
import type { CreateGenerationJobDto } from './new-generation-job.dto.js';

/** What an image is made with unless it is said. */
const imageDefaults = { width: 832, height: 1216, batchSize: 1, negativePrompt: '' } as const;

type Settings = Pick<NewJob, 'params' | 'negativePrompt' | 'loraModels' | 'width' | 'height' | 'batchSize'>;

function lorasOf({ lora_models: loras = [] }: CreateGenerationJobDto): JsonObject[] {
  return loras.map((lora) => ({ ...lora }));
}

/** Images have every setting, and all of them again in `params`, where older clients look for them. */
function imageSettings(input: CreateGenerationJobDto, backend: BackendName): Settings {
  const loraModels = lorasOf(input);
  const width = input.width ?? imageDefaults.width;
  const height = input.height ?? imageDefaults.height;
  const batchSize = input.batch_size ?? imageDefaults.batchSize;
  const negativePrompt = input.negative_prompt ?? imageDefaults.negativePrompt;
  const params = {
    ...input.params,
    ...(input.checkpoint_model !== undefined && { checkpoint_model: input.checkpoint_model }),
    width,
    height,
    batch_size: batchSize,
    negative_prompt: negativePrompt,
    lora_models: loraModels,
    sampler_params: input.sampler_params ?? input.params.sampler_params ?? {},
    backend,
  };
  return { params, width, height, batchSize, negativePrompt, loraModels };
}

function givenSettings(input: CreateGenerationJobDto): Settings {
  const sampler = input.sampler_params;
  return {
    params: sampler === undefined ? input.params : { ...input.params, sampler_params: sampler },
    width: input.width ?? null,
    height: input.height ?? null,
    batchSize: input.batch_size ?? 1,
    negativePrompt: input.negative_prompt ?? null,
    loraModels: lorasOf(input),
  };
}

/** The job a request asks for. */
export function toNewJob(input: CreateGenerationJobDto, defaultBackend: BackendName): NewJob {
  const isImage = input.job_type === JobType.Image;
  const backend = input.backend ?? defaultBackend;
  return {
    userId: input.user_id,
    jobType: input.job_type,
    prompt: input.prompt,
    priority: input.priority,
    backend,
    checkpointModel: input.checkpoint_model ?? null,
    ...(isImage ? imageSettings(input, backend) : givenSettings(input)),
  };
}
