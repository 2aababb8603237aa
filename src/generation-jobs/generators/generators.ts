import { Inject, Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import type { JobType } from '../generation-job.entity.js';
import type { BackendName, Generator } from './generator.js';

/** Injection token of the generators this installation offers. */
export const GENERATORS = Symbol('GENERATORS');

/** Finds the generator of a job. */
@Injectable()
export class Generators {
  constructor(
    @Inject(GENERATORS) private readonly offered: readonly Generator[],
    private readonly config: AppConfig,
  ) {}

  list(): readonly Generator[] {
    return this.offered;
  }

  /** Undefined when this installation does not offer it. */
  find(backend: string | null): Generator | undefined {
    const name = backend ?? this.config.get('generation.default-backend');
    return this.offered.find((generator) => generator.name === name);
  }

  /** Why a job could not be generated here; undefined when it could. */
  refusal(backend: BackendName | undefined, jobType: JobType): string | undefined {
    const generator = this.find(backend ?? null);
    if (!generator) return `backend '${backend ?? 'default'}' is not offered here`;
    if (generator.offers.includes(jobType)) return undefined;
    return `backend '${generator.name}' does not offer ${jobType}; it offers ${generator.offers.join(', ')}`;
  }
}
