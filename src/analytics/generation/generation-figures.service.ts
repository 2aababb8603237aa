import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { rememberBriefly } from '../../common/remember-briefly.js';
import { hourMs } from '../../stream-pipeline/utc-time.js';
import {
  readRecentFigures,
  readTotalFigures,
  type RecentFigures,
  type TotalFigures,
} from './generation-figures.queries.js';

/** However often they are asked for, the database is so at the most. */
const recentTtlMs = 1_000;
const totalsTtlMs = 60_000;

/** The figures of generations in the whole installation: those of the last hour, and all there ever were. */
@Injectable()
export class GenerationFiguresService {
  /** At most a second old. */
  readonly recent: () => Promise<RecentFigures>;
  /** At most a minute old. */
  readonly totals: () => Promise<TotalFigures>;

  constructor(dataSource: DataSource, clock: Clock) {
    this.recent = rememberBriefly(recentTtlMs, () =>
      readRecentFigures(dataSource, new Date(clock.now().getTime() - hourMs)),
    );
    this.totals = rememberBriefly(totalsTtlMs, () => readTotalFigures(dataSource));
  }
}
