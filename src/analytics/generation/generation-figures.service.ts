import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { hourMs } from '../../common/durations.js';
import { DomainError } from '../../common/errors/domain.error.js';
import { rememberBriefly } from '../../common/remember-briefly.js';
import { TimeBudgetError } from '../../common/within.js';
import {
  readRecentFigures,
  readTotalFigures,
  type RecentFigures,
  type TotalFigures,
} from './generation-figures.queries.js';

/** However often they are asked for, the database is so at the most. */
const recentTtlMs = 1_000;
const totalsTtlMs = 60_000;

/** @throws DomainError DATABASE_UNAVAILABLE when there is no answer in time */
async function answered<T>(figures: Promise<T>): Promise<T> {
  try {
    return await figures;
  } catch (error) {
    if (!(error instanceof TimeBudgetError)) throw error;
    throw new DomainError('DATABASE_UNAVAILABLE', 'The database does not answer; try again', {
      retryAfterSeconds: 1,
    });
  }
}

/** The figures of generations in the whole installation: those of the last hour, and all there ever were. */
@Injectable()
export class GenerationFiguresService {
  /** At most a second old. */
  readonly recent: () => Promise<RecentFigures>;
  /** At most a minute old. */
  readonly totals: () => Promise<TotalFigures>;

  constructor(dataSource: DataSource, clock: Clock) {
    const readRecent = rememberBriefly(recentTtlMs, () =>
      readRecentFigures(dataSource, new Date(clock.now().getTime() - hourMs)),
    );
    const readTotals = rememberBriefly(totalsTtlMs, () => readTotalFigures(dataSource));
    this.recent = () => answered(readRecent());
    this.totals = () => answered(readTotals());
  }
}
