import type { DataSource } from 'typeorm';
import { UserInteraction } from '../../../src/interactions/user-interaction.entity.js';

/** Stores valid interactions of one user, one for each of the overrides. */
export async function createInteractions(
  dataSource: DataSource,
  userId: string,
  all: readonly Partial<UserInteraction>[],
): Promise<UserInteraction[]> {
  const interactions = dataSource.getRepository(UserInteraction);
  return interactions.save(
    all.map((overrides) =>
      interactions.create({
        userId,
        contentItemId: null,
        interactionType: 'view',
        rating: null,
        duration: null,
        interactionMetadata: {},
        createdAt: new Date(),
        ...overrides,
      }),
    ),
  );
}
