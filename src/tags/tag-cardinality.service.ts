import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { allowLongWaits } from '../database/long-statements.js';
import {
  findPopular,
  lockStatistics,
  type PopularTagFilter,
  replaceStatistics,
} from './tag-cardinality.queries.js';
import type { PopularTagDto } from './tag.dto.js';

/** How much content tags are on, as of the last refresh. */
@Injectable()
export class TagCardinalityService {
  constructor(
    private readonly statements: PreparedStatements,
    private readonly clock: Clock,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  listPopular(filter: PopularTagFilter): Promise<PopularTagDto[]> {
    return findPopular(this.statements, filter);
  }

  /** Brings the statistics up to date and answers how many there are; of two at once the second waits. */
  refresh(): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      await allowLongWaits(manager);
      await lockStatistics(manager);
      return replaceStatistics(manager, this.clock.now());
    });
  }
}
