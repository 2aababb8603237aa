import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { UsersService } from '../users/users.service.js';
import { addFavorite, findFavorites, removeFavorite } from './tag-favorites.queries.js';
import { refusingUnknown } from './tag-references.js';
import type { TagSummaryDto } from './tag.dto.js';

/** The tags users mark. */
@Injectable()
export class TagFavoritesService {
  constructor(
    private readonly users: UsersService,
    private readonly statements: PreparedStatements,
    private readonly clock: Clock,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /**
   * What a user marked, in that order.
   * @throws EntityNotFoundError
   */
  async list(userId: string): Promise<TagSummaryDto[]> {
    const favorites = await findFavorites(this.statements, userId);
    if (favorites.length === 0) await this.users.assertExists(userId);
    return favorites;
  }

  /**
   * Marks a tag; one that is marked keeps its place.
   * @throws EntityNotFoundError
   */
  add(tagId: string, userId: string): Promise<void> {
    return refusingUnknown({ userId, tagId }, addFavorite(this.dataSource, tagId, userId, this.clock.now()));
  }

  /**
   * Takes the mark off, if there is one.
   * @throws EntityNotFoundError when there is no such user
   */
  async remove(tagId: string, userId: string): Promise<void> {
    if (!(await removeFavorite(this.dataSource, tagId, userId))) await this.users.assertExists(userId);
  }
}
