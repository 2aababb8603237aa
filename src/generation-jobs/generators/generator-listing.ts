import { Injectable, Logger } from '@nestjs/common';
import { rememberBriefly } from '../../common/remember-briefly.js';
import type { Generator, GeneratorModels } from './generator.js';
import type { GenerationBackendDto } from './generators.dto.js';
import { Generators } from './generators.js';

/** How long a backend may take to tell its models. */
const patienceMs = 2_000;

/** However many ask, a backend is asked no more often; one that is away is not either. */
const rememberMs = 30_000;

const noModels: GeneratorModels = { checkpoints: [], loras: [] };

/** Tells which generators there are and which models they have. */
@Injectable()
export class GeneratorListing {
  private readonly logger = new Logger(GeneratorListing.name);
  private readonly models: ReadonlyMap<Generator, () => Promise<GeneratorModels | null>>;

  constructor(private readonly generators: Generators) {
    this.models = new Map(
      generators
        .list()
        .map((generator) => [generator, rememberBriefly(rememberMs, () => this.askForModels(generator))]),
    );
  }

  async list(): Promise<GenerationBackendDto[]> {
    const ofDefault = this.generators.find(null);
    const listing = [...this.models].map(async ([generator, models]) => ({
      name: generator.name,
      job_types: generator.offers,
      is_default: generator === ofDefault,
      models: await models(),
    }));
    return await Promise.all(listing);
  }

  private async askForModels(generator: Generator): Promise<GeneratorModels | null> {
    if (!generator.listModels) return noModels;
    try {
      return await generator.listModels(AbortSignal.timeout(patienceMs));
    } catch (error) {
      this.logger.warn(`${generator.name} does not tell its models: ${(error as Error).message}`);
      return null;
    }
  }
}
