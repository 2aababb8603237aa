import { Injectable } from '@nestjs/common';
import { EntityNotFoundError } from '../common/errors/domain.error.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { findRelations, type TagDirection } from './tag-relations.queries.js';
import { type TagRelationDto, type TagSummaryDto, toTagSummaryDto } from './tag.dto.js';

/** What stands above and below a tag. */
@Injectable()
export class TagRelationsService {
  constructor(private readonly statements: PreparedStatements) {}

  /**
   * All tags within so many steps, nearest first.
   * @throws EntityNotFoundError
   */
  async list(tagId: string, direction: TagDirection, maxDepth: number): Promise<TagRelationDto[]> {
    const relations = await findRelations(this.statements, tagId, direction, maxDepth);
    if (!relations) throw new EntityNotFoundError('Tag', tagId);
    return relations;
  }

  /**
   * The tags one step away, by name.
   * @throws EntityNotFoundError
   */
  async listDirect(tagId: string, direction: TagDirection): Promise<TagSummaryDto[]> {
    return direct(await this.list(tagId, direction, 1));
  }
}

/** Those among relations that are one step away. */
export function direct(relations: readonly TagRelationDto[]): TagSummaryDto[] {
  return relations.filter(({ depth }) => depth === 1).map(toTagSummaryDto);
}
