import type { GenerationJob } from '../generation-job.entity.js';
import type { GenerationRequest, LoraModel } from '../generators/generator.js';

/** What a generator is told of a job; requests were checked when the job was created. */
export function toGenerationRequest(job: GenerationJob): GenerationRequest {
  return {
    jobUuid: job.uuid,
    jobType: job.jobType,
    prompt: job.prompt,
    negativePrompt: job.negativePrompt,
    width: job.width,
    height: job.height,
    batchSize: job.batchSize,
    checkpointModel: job.checkpointModel,
    loraModels: job.loraModels as unknown as readonly LoraModel[],
    params: job.params,
  };
}
