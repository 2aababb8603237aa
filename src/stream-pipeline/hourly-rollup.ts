/**
 * Recomputes hourly rows from raw events, one hour per transaction: for the hours drainers have marked dirty, or for
 * a range asked for. Marks are durable and set with the events, so late, repeated and out-of-order events converge
 * without a trailing window. An hour without raw events is left as it is: its events are past retention, or its
 * hourly rows were loaded as history.
 */
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import sql, { raw } from 'sql-template-tag';
import { Clock } from '../common/clock.js';
import { hourMs } from '../common/durations.js';
import { runSql } from '../database/run-sql.js';
import { clearDirtyHour, listDirtyHours } from './dirty-hours.queries.js';
import type { EventPipeline } from './event-pipeline.js';
import { allowLongWaits } from '../database/long-statements.js';
import { retentionHorizon, startOfHour } from './utc-time.js';

export interface RollupRequest {
  /** With either bound, every hour of the range that has raw events is recomputed; without, the dirty ones. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Also rolls the running hour, which stays marked to be completed later. */
  readonly includeCurrent?: boolean | undefined;
}

export interface RollupResult {
  readonly hours: number;
  readonly rows: number;
}

/** Keeps the hourly table of a pipeline equal to a recompute from its raw events. */
@Injectable()
export class HourlyRollup implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** A process that stops finishes the hour under way; the marks of the others stay. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  async roll(pipeline: EventPipeline<unknown>, request: RollupRequest = {}): Promise<RollupResult> {
    const isRangeGiven = request.from !== undefined || request.to !== undefined;
    const running = startOfHour(this.clock.now().getTime());
    const range = this.hoursAsked(pipeline, request, running);
    const hours = isRangeGiven
      ? await this.listHoursWithEvents(pipeline, range)
      : await listDirtyHours(this.dataSource, pipeline.name, range);
    const outcome = { hours: 0, rows: 0, failures: [] as unknown[] };
    for (const hour of hours) {
      if (this.isStopping) break;
      const mustBeDirty = !isRangeGiven && hour < running;
      try {
        const written = await this.rollHour(pipeline, hour, { isComplete: hour < running, mustBeDirty });
        outcome.hours += written === undefined ? 0 : 1;
        outcome.rows += written ?? 0;
      } catch (error) {
        outcome.failures.push(error);
      }
    }
    if (outcome.failures.length > 0) throw this.failureOf(pipeline, outcome.failures);
    return { hours: outcome.hours, rows: outcome.rows };
  }

  /** One hour that cannot be rolled holds back no other; its mark stays, and the caller hears of it. */
  private failureOf(pipeline: EventPipeline<unknown>, failures: unknown[]): Error {
    const [first] = failures;
    const reason = first instanceof Error ? first.message : String(first);
    return new AggregateError(
      failures,
      `${failures.length} hours of ${pipeline.name} were not rolled up: ${reason}`,
    );
  }

  /** Whole hours that may be rolled: not before the retention horizon, not after the last complete one. */
  private hoursAsked(
    pipeline: EventPipeline<unknown>,
    request: RollupRequest,
    running: number,
  ): { from: number; to: number } {
    const horizon = retentionHorizon(this.clock.now().getTime(), pipeline.settings.rawRetentionDays);
    const end = request.includeCurrent ? running + hourMs : running;
    const from = request.from ? startOfHour(request.from.getTime()) : horizon;
    const to = request.to ? startOfHour(request.to.getTime() + hourMs - 1) : end;
    return { from: Math.max(from, horizon), to: Math.min(to, end) };
  }

  /** Undefined when somebody else has rolled the hour since it was listed. */
  private async rollHour(
    pipeline: EventPipeline<unknown>,
    hour: number,
    state: { isComplete: boolean; mustBeDirty: boolean },
  ): Promise<number | undefined> {
    return await this.dataSource.transaction(async (manager) => {
      await allowLongWaits(manager);
      await this.avoidNestedLoops(manager);
      await this.lockHour(manager, pipeline, hour);
      const wasDirty = state.isComplete && (await clearDirtyHour(manager, pipeline.name, hour));
      if (state.mustBeDirty && !wasDirty) return undefined;
      return await pipeline.rollup.run(manager, { from: new Date(hour), to: new Date(hour + hourMs) });
    });
  }

  /** A partition filled minutes ago has no statistics: plans made for thirty rows must stand up to a million. */
  private async avoidNestedLoops(manager: EntityManager): Promise<void> {
    await runSql(manager, sql`SELECT set_config('enable_nestloop', 'off', TRUE)`);
  }

  /** Two rollups of one hour take turns; the second one sees what the first has written. */
  private async lockHour(
    manager: EntityManager,
    pipeline: EventPipeline<unknown>,
    hour: number,
  ): Promise<void> {
    const name = `rollup ${pipeline.name} ${hour}`;
    await runSql(manager, sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
  }

  private async listHoursWithEvents(
    pipeline: EventPipeline<unknown>,
    range: { from: number; to: number },
  ): Promise<number[]> {
    if (range.from >= range.to) return [];
    const rows = await runSql<{ hour: Date }>(
      this.dataSource,
      sql`
        SELECT hours.hour
        FROM generate_series(
          ${new Date(range.from).toISOString()}::timestamptz,
          ${new Date(range.to - hourMs).toISOString()}::timestamptz,
          INTERVAL '1 hour'
        ) AS hours (hour)
        WHERE EXISTS (
          SELECT 1
          FROM ${raw(pipeline.sink.table)} AS events
          WHERE events."timestamp" >= hours.hour
            AND events."timestamp" < hours.hour + INTERVAL '1 hour'
        )
        ORDER BY hours.hour`,
    );
    return rows.map(({ hour }) => hour.getTime());
  }
}
