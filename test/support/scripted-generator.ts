import { JobType } from '../../src/generation-jobs/generation-job.entity.js';
import type {
  Generation,
  GenerationContext,
  GenerationRequest,
  Generator,
} from '../../src/generation-jobs/generators/generator.js';

export type Script = (request: GenerationRequest, context: GenerationContext) => Promise<Generation>;

export const someText: Generation = {
  outputs: [{ mediaType: 'text/plain', data: Buffer.from('Once upon a time') }],
  metadata: { model: 'script' },
};

/** A generator that does as the test says. */
export function scripted(script: Script = () => Promise.resolve(someText)): Generator {
  return { name: 'built-in', offers: Object.values(JobType), generate: script };
}

/** Generates until it is told to stop. */
export function untilAborted({ signal }: GenerationContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
