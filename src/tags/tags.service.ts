import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { ValidationError } from '../common/errors/domain.error.js';
import { isUuid } from '../common/http/fields.decorators.js';
import { TagsRepository } from './tags.repository.js';

/** The rules of tags: how they are found by what people call them, and how they come into being. */
@Injectable()
export class TagsService {
  constructor(
    private readonly tags: TagsRepository,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** Internal keys of the tags meant by ids, names or slugs, in that order; null where there is none. */
  findKeys(identifiers: readonly string[]): Promise<(number | null)[]> {
    return this.tags.findKeys(this.dataSource, identifiers);
  }

  /**
   * Internal keys of the tags meant, those of unknown names created in the caller's transaction; ascending and
   * without repetition.
   * @throws ValidationError for an id no tag has
   */
  async ensureKeys(identifiers: readonly string[], now: Date, manager: EntityManager): Promise<number[]> {
    if (identifiers.length === 0) return [];
    let keys = await this.tags.findKeys(manager, identifiers);
    const missing = identifiers.filter((_identifier, index) => keys[index] === null);
    const unknownId = missing.find(isUuid);
    if (unknownId !== undefined) throw new ValidationError(`Tag with id ${unknownId} not found`, 'tags');
    if (missing.length > 0) {
      await this.tags.insertMissing(manager, missing, now);
      keys = await this.tags.findKeys(manager, identifiers);
    }
    return [...new Set(keys.filter((key) => key !== null))].sort((a, b) => a - b);
  }
}
