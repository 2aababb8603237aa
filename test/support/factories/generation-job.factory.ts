import type { DataSource } from 'typeorm';
import { GenerationJob } from '../../../src/generation-jobs/generation-job.entity.js';

/** Stores valid generation jobs of one user, one for each of the overrides. */
export async function createGenerationJobs(
  dataSource: DataSource,
  userId: string,
  all: readonly Partial<GenerationJob>[],
): Promise<GenerationJob[]> {
  const jobs = dataSource.getRepository(GenerationJob);
  const now = new Date();
  return jobs.save(
    all.map((overrides) =>
      jobs.create({
        userId,
        jobType: 'image_generation',
        prompt: 'a lighthouse at dusk',
        createdAt: now,
        updatedAt: now,
        ...overrides,
      }),
    ),
  );
}
