import { EntityNotFoundError } from '../common/errors/domain.error.js';
import { violatedForeignKey } from '../database/pg-errors.js';

/**
 * Runs a write that ties a user to a tag. The foreign keys say whether both exist, so that neither can go between a
 * look and the write.
 * @throws EntityNotFoundError
 */
export async function refusingUnknown<T>(
  ids: { userId: string; tagId: string },
  write: Promise<T>,
): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const constraint = violatedForeignKey(error);
    if (constraint?.endsWith('_user')) throw new EntityNotFoundError('User', ids.userId);
    if (constraint?.endsWith('_tag')) throw new EntityNotFoundError('Tag', ids.tagId);
    throw error;
  }
}
