import { JobType } from '../../src/generation-jobs/generation-job.entity.js';
import type { GenerationContext, GenerationRequest } from '../../src/generation-jobs/generators/generator.js';

/** A request for one small image, changed as the test needs it. */
export function imageRequest(overrides: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    jobUuid: '5f0c7f5e-3c55-4f2b-9d6e-0f5a3d3c1b11',
    jobType: JobType.Image,
    prompt: 'a lighthouse on a cliff',
    negativePrompt: '',
    width: 64,
    height: 64,
    batchSize: 1,
    checkpointModel: null,
    loraModels: [],
    params: {},
    ...overrides,
  };
}

export function withSteps(steps: number): Partial<GenerationRequest> {
  return { params: { sampler_params: { steps } } };
}

export interface RecordedContext extends GenerationContext {
  readonly percents: number[];
  readonly backendIds: string[];
}

/** A context that keeps what it is told. */
export function recordingContext(signal: AbortSignal = new AbortController().signal): RecordedContext {
  const percents: number[] = [];
  const backendIds: string[] = [];
  return {
    signal,
    percents,
    backendIds,
    onProgress: (percent) => void percents.push(percent),
    onBackendId: (id) => {
      backendIds.push(id);
      return Promise.resolve();
    },
  };
}
