import type { DataSource } from 'typeorm';
import { Recommendation } from '../../../src/recommendations/recommendation.entity.js';

/** Stores valid recommendations to one user, one for each of the overrides. */
export async function createRecommendations(
  dataSource: DataSource,
  userId: string,
  all: readonly Partial<Recommendation>[],
): Promise<Recommendation[]> {
  const recommendations = dataSource.getRepository(Recommendation);
  return recommendations.save(
    all.map((overrides) =>
      recommendations.create({
        userId,
        contentItemId: null,
        recommendationScore: 0.5,
        algorithmVersion: 'hybrid-v1',
        createdAt: new Date(),
        ...overrides,
      }),
    ),
  );
}
